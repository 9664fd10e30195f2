import { $createListItemNode, $createListNode, registerList } from '@lexical/list';
import { $createTextNode, $getRoot, TextNode } from 'lexical';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { attachDocument, createHeadlessDocumentEditor, documentText } from '../index.ts';
import { act, randomOf } from './actions.test.kit.ts';
import {
  $block,
  attached,
  createPeople,
  deliver,
  edit,
  freshJsonOf,
  jsonOf,
  paragraphs,
  settle,
  stored,
  textOf,
  updatesOf,
} from './people.test.kit.ts';
import { documentRoot } from './schema.ts';

/** A document that an editor would tidy up if it were its own: neighbouring texts, empty ones, a list without items. */
function untidy(): Y.Doc {
  const doc = new Y.Doc();
  const block = new Y.XmlElement('paragraph');
  block.insert(0, [new Y.XmlText('one'), new Y.XmlText(''), new Y.XmlText('two')]);
  const item = new Y.XmlElement('listitem');
  item.setAttribute('_depth', '7');
  documentRoot(doc).insert(0, [block, new Y.XmlElement('list'), item, new Y.XmlElement('hologram')]);
  return doc;
}

test('loading an untidy document writes nothing, with and without the right to write', () => {
  for (const readOnly of [true, false]) {
    const doc = untidy();
    const updates = updatesOf(doc);
    const { editor, attachment } = attached(doc, { readOnly });
    expect(textOf(editor)).toContain('onetwo');
    expect(attachment.check()).toBe(true);
    expect(updates).toHaveLength(0);
  }
});

test('an empty document stays empty', () => {
  const doc = new Y.Doc();
  const updates = updatesOf(doc);
  const { editor } = attached(doc, { readOnly: true });
  edit(editor, () => void $getRoot().append(...paragraphs('never')));
  expect(updates).toHaveLength(0);
  expect(textOf(editor)).toBe('');
});

test('what is done to the editor all the same is undone there', () => {
  const doc = stored('one', 'two');
  const updates = updatesOf(doc);
  const { editor, attachment } = attached(doc, { readOnly: true });
  edit(editor, () => void $block(0).selectEnd().insertText('!'));
  edit(editor, () => $block(1).remove());
  edit(
    editor,
    () => void $getRoot().append($createListNode('bullet').append($createListItemNode().append($createTextNode('x')))),
  );
  edit(editor, () => void $getRoot().clear());
  attachment.undo();
  expect(updates).toHaveLength(0);
  expect(textOf(editor)).toBe('one / two');
  expect(attachment.check()).toBe(true);
});

test('transforms that plugins register write nothing', () => {
  const doc = stored('one', 'two');
  const updates = updatesOf(doc);
  const { editor } = attached(doc, { readOnly: true });
  registerList(editor);
  editor.registerNodeTransform(TextNode, (node) => {
    if (!node.getTextContent().endsWith('?')) node.setTextContent(`${node.getTextContent()}?`);
  });
  edit(editor, () => void $block(0).selectEnd());
  expect(updates).toHaveLength(0);
  expect(textOf(editor)).toBe('one / two');
});

test('the right to write can come and go', () => {
  const doc = stored('one');
  const { editor, attachment } = attached(doc, { readOnly: true });
  expect(editor.isEditable()).toBe(false);
  attachment.setReadOnly(false);
  expect(editor.isEditable()).toBe(true);
  edit(editor, () => void $block(0).selectEnd().insertText('!'));
  editor.update(() => void $block(0).selectEnd().insertText('!'));
  attachment.setReadOnly(true);
  edit(editor, () => void $block(0).selectEnd().insertText('?'));
  expect(documentText(doc)).toBe('one!!');
  expect(textOf(editor)).toBe('one!!');
});

test('the right to write can be asked for at each change', () => {
  const doc = stored('one');
  let readOnly = false;
  const { editor } = attached(doc, { readOnly: () => readOnly });
  edit(editor, () => void $block(0).selectEnd().insertText('!'));
  readOnly = true;
  edit(editor, () => void $block(0).selectEnd().insertText('?'));
  expect(documentText(doc)).toBe('one!');
  expect(textOf(editor)).toBe('one!');
});

test('a reader follows two writers through anything and never writes', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = randomOf(seed);
    const people = createPeople(3, (problem) => {
      throw problem;
    });
    const [a, b, reader] = people;
    if (!a || !b || !reader) return;
    reader.attachment.setReadOnly(true);
    for (let turn = 0; turn < 40; turn++) {
      const person = random() < 0.5 ? a : b;
      if (random() < 0.3) deliver(person);
      else act(person, random, { discrete: true });
      if (random() < 0.3) deliver(reader);
      if (random() < 0.1) act(reader, random, { discrete: true });
    }
    settle(people);
    expect(reader.sent).toBe(0);
    expect(jsonOf(reader.editor)).toBe(freshJsonOf(a.doc));
  }
});

test('an editor that is attached to be read alone shows what the others see', () => {
  const editor = createHeadlessDocumentEditor();
  attachDocument(editor, untidy(), { readOnly: true, checkWhenIdle: 0 });
  expect(jsonOf(editor)).toBe(freshJsonOf(untidy()));
});

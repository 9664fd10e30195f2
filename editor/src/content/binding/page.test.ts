// @vitest-environment jsdom
import { createEditor, type LexicalEditor } from 'lexical';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { attachDocument, documentText } from '../index.ts';
import { documentNodes } from '../nodes/index.ts';
import { act, compose, type Pick, randomOf } from './actions.test.kit.ts';
import {
  $block,
  createPeople,
  deliver,
  edit,
  freshJsonOf,
  jsonOf,
  settle,
  stored,
  updatesOf,
} from './people.test.kit.ts';

/* Editors that show themselves on a page: there Lexical changes its state while it draws, and forgets what it drew. */

function createPageEditor(): LexicalEditor {
  return createEditor({
    nodes: [...documentNodes],
    onError(error) {
      throw error;
    },
  });
}

function mount(editor: LexicalEditor): HTMLElement {
  const element = document.createElement('div');
  element.contentEditable = 'true';
  document.body.append(element);
  editor.setRootElement(element);
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('an editor on a page', () => {
  test('shows the document, whether it was attached before it had its element or after', () => {
    const doc = stored('one', 'two');
    const updates = updatesOf(doc);
    const before = createPageEditor();
    attachDocument(before, doc, { checkWhenIdle: 0 });
    expect(mount(before).textContent).toBe('onetwo');
    const after = createPageEditor();
    const element = mount(after);
    attachDocument(after, doc, { checkWhenIdle: 0 });
    expect(element.textContent).toBe('onetwo');
    expect(updates).toHaveLength(0);
  });

  test('loses its element and gets another, and goes on', () => {
    const doc = stored('one', 'two');
    const updates = updatesOf(doc);
    const editor = createPageEditor();
    const attachment = attachDocument(editor, doc, { checkWhenIdle: 0 });
    mount(editor);
    editor.setRootElement(null);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(stored('three')), 'network');
    const element = mount(editor);
    expect(element.children).toHaveLength(3);
    expect(updates).toHaveLength(1);
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    expect(documentText(doc)).toContain('!');
    expect(attachment.check()).toBe(true);
  });

  test('sends one letter for one letter, and what it makes of the look of the next one not at all', () => {
    const doc = stored('one', 'two');
    const updates = updatesOf(doc);
    const editor = createPageEditor();
    attachDocument(editor, doc, { checkWhenIdle: 0 });
    mount(editor);
    edit(editor, () => $block(0).select(0, 1).formatText('bold'));
    for (const letter of 'abc') edit(editor, () => void $block(1).selectEnd().insertText(letter));
    expect(updates).toHaveLength(4);
    expect(Math.max(...updates.slice(2).map(({ length }) => length))).toBeLessThan(40);
  });
});

test('people on pages, one of whom reads alone, all end with the same document', () => {
  const failures: string[] = [];
  for (let seed = 1; seed <= 40; seed++) {
    const random = randomOf(seed);
    const pick: Pick = (items) => items[Math.floor(random() * items.length)];
    const people = createPeople(3, (problem) => failures.push(`${seed}: ${JSON.stringify(problem)}`), createPageEditor);
    for (const { editor } of people) mount(editor);
    const [, , reader] = people;
    reader?.attachment.setReadOnly(true);
    for (let turn = 0; turn < 40; turn++) {
      const person = pick(people);
      if (!person) break;
      const kind = random();
      if (kind < 0.4) deliver(person, 1 + Math.floor(random() * 4));
      else if (kind < 0.45) mount(person.editor);
      else if (kind < 0.5) compose(person, random() < 0.6 ? pick : null);
      else if (kind < 0.57) person.attachment.undo();
      else act(person, random, { discrete: random() < 0.8 });
    }
    for (const person of people) compose(person, null);
    settle(people);
    for (const { editor, doc, name } of people) {
      if (jsonOf(editor) !== freshJsonOf(doc)) failures.push(`${seed}: ${name} shows another document`);
      const shown = editor.getRootElement()?.textContent;
      const text = documentText(doc).replaceAll('\n', '');
      if (shown !== text) failures.push(`${seed}: ${name} has ${shown} on the page, not ${text}`);
    }
    if (reader && reader.sent > 0) failures.push(`${seed}: the reader wrote`);
    for (const { attachment } of people) attachment.detach();
    document.body.replaceChildren();
  }
  expect(failures).toEqual([]);
}, 120_000);

import { $getRoot } from 'lexical';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { attached, edit, freshJsonOf, jsonOf, stored, textOf } from '../binding/people.test.kit.ts';
import { placesOf, select } from '../comments/anchors.test.kit.ts';
import { markText } from '../comments/index.ts';
import { emptyDocumentUpdate } from '../empty.ts';
import { fromHtml, fromMarkdown, toMarkdown } from '../formats/index.ts';
import type { IdentifiedNode } from './block-json.ts';
import { DocumentEdits } from './document-edits.ts';
import { EditError } from './edit-error.ts';

const md = (text: string) => fromMarkdown(text).blocks;
const markdownOf = (edits: DocumentEdits): string => toMarkdown(edits.blocks()).trim();

/** A person and a program with one document, whose updates reach the other when `meet` is called. */
const together = (...texts: string[]) => {
  const doc = stored(...texts);
  const person = attached(doc);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const edits = new DocumentEdits(copy);
  const meet = () => {
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(copy)), 'network');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(copy, Y.encodeStateVector(doc)), 'network');
    expect(jsonOf(person.editor)).toBe(jsonOf(edits.editor));
    expect(jsonOf(person.editor)).toBe(freshJsonOf(doc));
    expect(person.problems).toEqual([]);
    return textOf(person.editor);
  };
  const ids = edits.blocks().map(({ id }) => id ?? '');
  return { person, edits, meet, ids };
};

const alone = (markdown: string): DocumentEdits => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, emptyDocumentUpdate());
  const edits = new DocumentEdits(doc);
  edits.fill(md(markdown));
  return edits;
};

const itemIds = (edits: DocumentEdits): string[] => {
  const ids: string[] = [];
  const walk = (nodes: readonly IdentifiedNode[]) => {
    for (const { type, id, children = [] } of nodes) {
      if (type === 'listitem' && id !== undefined) ids.push(id);
      walk(children);
    }
  };
  walk(edits.blocks());
  return ids;
};

test('blocks are appended, and have ids that lead to them', () => {
  const { edits, meet } = together('one');
  const ids = edits.append(md('# Two\n\n- a\n- b'));
  expect(ids).toHaveLength(3);
  expect(meet()).toBe('one / Two / a\n\nb');
  edits.replace([ids[0] ?? ''], md('# Zwei'));
  expect(meet()).toBe('one / Zwei / a\n\nb');
});

test('an empty paragraph at the end stays at the end, with what somebody writes in it', () => {
  const { person, edits, meet } = together('one', '');
  edits.append(md('two'));
  edit(person.editor, () => void $getRoot().getLastChildOrThrow().selectEnd().insertText('mine'));
  expect(meet()).toBe('one / two / mine');
});

test('a replaced text keeps what somebody writes into it at the same time', () => {
  const { person, edits, meet, ids } = together('The quick fox.', 'two');
  edit(person.editor, () => void $getRoot().getFirstDescendant()?.selectEnd().insertText(' It jumps.'));
  edits.replace([ids[0] ?? ''], md('The quick brown fox.'));
  expect(meet()).toBe('The quick brown fox. It jumps. / two');
});

test('so does one that becomes a heading, an item, a code block', () => {
  for (const text of ['## The quick brown fox.', '- The quick brown fox.', '```\nThe quick brown fox.\n```']) {
    const { person, edits, meet, ids } = together('The quick fox.', 'two');
    edit(person.editor, () => void $getRoot().getFirstDescendant()?.selectEnd().insertText(' It jumps.'));
    const [id] = edits.replace([ids[0] ?? ''], md(text));
    expect(id).toBe(ids[0]);
    expect(meet()).toBe('The quick brown fox. It jumps. / two');
  }
});

test('more blocks, or fewer, come in the place of some', () => {
  const { edits, meet, ids } = together('a', 'b', 'c', 'd');
  edits.replace([ids[1] ?? '', ids[2] ?? ''], md('x'));
  expect(meet()).toBe('a / x / d');
  edits.replace([ids[3] ?? ''], md('p\n\nq\n\nr'));
  expect(meet()).toBe('a / x / p / q / r');
  edits.replace([ids[0] ?? ''], []);
  expect(meet()).toBe('x / p / q / r');
});

test('what is replaced by nothing leaves a paragraph to write in', () => {
  const { edits, meet, ids } = together('a');
  edits.replace([ids[0] ?? ''], []);
  expect(meet()).toBe('');
  expect(edits.blocks().map(({ type }) => type)).toEqual(['paragraph']);
});

test('items are put beside items, as deep as these, and behind what is nested in them', () => {
  const edits = alone('- a\n  - b\n- c');
  const [a = '', b = ''] = itemIds(edits);
  edits.insert(md('- after a'), { after: a });
  edits.insert(md('- before b\n  - deeper'), { before: b });
  expect(markdownOf(edits)).toBe('- a\n  - before b\n    - deeper\n  - b\n- after a\n- c');
});

test('blocks within a callout, a toggle and a cell are edited like others', () => {
  const edits = alone('> [!NOTE]\n> inside\n\n| a | b |\n| - | - |\n| c | d |');
  const ids = new Map<string, string>();
  const walk = (nodes: readonly IdentifiedNode[]) => {
    for (const { type, id = '', children = [] } of nodes) {
      if (type === 'paragraph') ids.set(children.map(({ text }) => text).join(''), id);
      walk(children);
    }
  };
  walk(edits.blocks());
  edits.insert(md('more'), { after: ids.get('inside') ?? '' });
  edits.replace([ids.get('d') ?? ''], md('D'));
  expect(markdownOf(edits)).toContain('> inside\n>\n> more');
  expect(markdownOf(edits)).toContain('| c | D |');
});

test('blocks are removed, with what is nested in them; an emptied document keeps a paragraph', () => {
  const edits = alone('- a\n  - b\n- c');
  const [a = ''] = itemIds(edits);
  edits.remove([a]);
  expect(markdownOf(edits)).toBe('- c');
  edits.remove(itemIds(edits));
  expect(edits.blocks().map(({ type }) => type)).toEqual(['paragraph']);
});

test('JSON of all kinds of blocks goes in as it came out, ids aside', () => {
  const edits = alone('# T\n\n> q\n\n- [x] done\n\n1. one\n\n```js\nx\n```\n\n| a |\n| - |\n| b |\n\n$$\nx\n$$\n\n---');
  const before = markdownOf(edits);
  const json = JSON.parse(JSON.stringify(edits.blocks()));
  edits.fill(json);
  expect(markdownOf(edits)).toBe(before);
});

test.each([
  ['an unknown type', [{ type: 'nonsense' }]],
  ['a node that stands for an unknown one', [{ type: 'unknown-block' }]],
  ['text between blocks', [{ type: 'text', text: 'x' }]],
  ['a block in a line', [{ type: 'paragraph', children: [{ type: 'paragraph' }] }]],
  ['an item without a list', [{ type: 'listitem' }]],
  ['a row by itself', [{ type: 'grid-row' }]],
  ['a text that is a number', [{ type: 'paragraph', children: [{ type: 'text', text: 1 }] }]],
  ['children that are no list', [{ type: 'paragraph', children: {} }]],
  ['null', [null]],
  ['the root', [{ type: 'root' }]],
  ['nesting without end', [JSON.parse('{"type":"callout","children":['.repeat(200) + ']}'.repeat(200))]],
])('JSON with %s is refused, and changes nothing', (_, blocks) => {
  const edits = alone('a');
  const before = Y.encodeStateAsUpdate(edits.doc);
  expect(() => edits.append(blocks as never)).toThrow(EditError);
  expect(Y.encodeStateAsUpdate(edits.doc)).toEqual(before);
  edits.append(fromHtml('<p>b</p>').blocks);
  expect(markdownOf(edits)).toBe('a\n\nb');
});

test('a block that is not there is named, and nothing is changed', () => {
  const edits = alone('a');
  const before = Y.encodeStateAsUpdate(edits.doc);
  expect(() => edits.remove(['x-1'])).toThrow(/no block x-1/);
  expect(() => edits.replace(['x-1'], md('b'))).toThrow(EditError);
  expect(() => edits.insert(md('b'), { after: 'x-1' })).toThrow(EditError);
  expect(Y.encodeStateAsUpdate(edits.doc)).toEqual(before);
});

test('what a thread is about stays marked where a program changes the words around it', () => {
  const { person, edits, meet, ids } = together('We begin on Monday at noon', '我们星期一中午开始');
  markText(edits.doc, 'thread-1', select(person, 0, 3, 18));
  markText(edits.doc, 'thread-2', select(person, 1, 2, 5));
  meet();
  expect(placesOf(person, 'thread-1')).toEqual(['begin on Monday']);
  edits.replace([ids[0] ?? ''], md('We shall begin **early** on *Monday* at noon, sharp'));
  edits.replace([ids[1] ?? ''], md('大家星期一下午开始'));
  expect(meet()).toBe('We shall begin early on Monday at noon, sharp / 大家星期一下午开始');
  expect(placesOf(person, 'thread-1')).toEqual(['begin early on Monday']);
  expect(placesOf(person, 'thread-2')).toEqual(['星期一']);
  edits.replace([ids[0] ?? ''], md('# They begin on Monday'));
  meet();
  expect(placesOf(person, 'thread-1')).toEqual(['begin on Monday']);
  edits.replace([ids[0] ?? ''], md('something else'));
  meet();
  expect(placesOf(person, 'thread-1')).toEqual([]);
});

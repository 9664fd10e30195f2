import { $createListItemNode, $createListNode } from '@lexical/list';
import { $createHeadingNode } from '@lexical/rich-text';
import { $createTextNode, $getRoot } from 'lexical';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { $block, edit, type Person, pair, paragraphs, settle } from '../binding/people.test.kit.ts';
import { $moveBlocksBy } from '../blocks/move.ts';
import { readElement, storeParts } from '../board/index.ts';
import { $createGrid } from '../tables/edit.ts';
import { compareDocuments, compareStates, restoreState } from './index.ts';

const NAMES = new Map([
  [1, 'ann'],
  [2, 'bob'],
]);

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

/** What the second of two people does to what the first wrote, as it is told; everything that goes is Bob's doing. */
const told = (texts: readonly string[], fn: (bob: Person) => void, before: (ann: Person) => void = () => undefined) => {
  const [ann, bob] = pair(...texts);
  before(ann);
  settle([ann, bob]);
  const was = copyOf(ann.doc);
  fn(bob);
  settle([ann, bob]);
  return compareDocuments(was, copyOf(ann.doc), {
    ownerOf: (client) => NAMES.get(client) ?? null,
    removerOf: () => 'bob',
  }).changes.map(({ kinds, by, inserted, removed, about }) => ({ kinds, by, inserted, removed, about }));
};

const nothing = { inserted: '', removed: '', about: [] };
const $text = (index: number) => $block(index).getFirstChildOrThrow();

test('words that are typed are told with who typed them, and nothing else', () => {
  const changes = told(['one two', 'three'], ({ editor }) =>
    edit(editor, () => void $block(0).append($createTextNode(' and more'))),
  );
  expect(changes).toEqual([{ ...nothing, kinds: ['inserted'], by: ['bob'], inserted: ' and more' }]);
});

test('a block that is made, and one that is removed, are told whole', () => {
  const made = told(['one'], ({ editor }) => edit(editor, () => void $getRoot().append(...paragraphs('new words'))));
  expect(made).toMatchObject([{ kinds: ['inserted'], by: ['bob'], inserted: 'new words\n' }]);
  const gone = told(['one', 'two'], ({ editor }) => edit(editor, () => $block(0).remove()));
  expect(gone).toMatchObject([{ kinds: ['removed'], by: ['bob'], removed: 'one\n' }]);
});

test('marks are told as a change of looks, of the words that have them', () => {
  const changes = told(['plain words'], ({ editor }) =>
    edit(editor, () => {
      const text = $createTextNode('plain words').setFormat('bold');
      $text(0).replace(text);
    }),
  );
  expect(changes).toEqual([{ ...nothing, kinds: ['restyled'], by: ['bob'], about: ['bold'] }]);
});

test('another type of block, and a move, are told without the words', () => {
  const typed = told(['one', 'two'], ({ editor }) =>
    edit(editor, () => void $block(0).replace($createHeadingNode('h2'), true)),
  );
  expect(typed).toEqual([{ ...nothing, kinds: ['changed'], by: ['bob'], about: ['type'] }]);
  const moved = told(['one', 'two', 'three'], ({ editor }) => edit(editor, () => void $moveBlocksBy([$block(0)], 1)));
  expect(moved.map(({ kinds }) => kinds)).toEqual([['moved']]);
});

test('items of lists are told one by one', () => {
  const changes = told(
    ['above'],
    ({ editor }) =>
      edit(editor, () => {
        const item = $createListItemNode().append($createTextNode('second'));
        $block(1).append(item);
      }),
    ({ editor }) =>
      edit(editor, () => {
        const list = $createListNode('bullet').append($createListItemNode().append($createTextNode('first')));
        $getRoot().append(list);
      }),
  );
  expect(changes).toMatchObject([{ kinds: ['inserted'], by: ['bob'], inserted: 'second\n' }]);
});

test('what is written into a cell is told as words', () => {
  const changes = told(
    ['above'],
    ({ editor }) =>
      edit(editor, () => {
        const cell = $block(1).getFirstDescendant()?.getParents().at(-4) ?? $block(1).getFirstChild();
        const paragraph = cell && 'getFirstDescendant' in cell ? $block(1).getFirstDescendant() : null;
        if (paragraph && 'append' in paragraph)
          (paragraph as ReturnType<typeof $block>).append($createTextNode('in it'));
      }),
    ({ editor }) => edit(editor, () => void $getRoot().append($createGrid(2, 2))),
  );
  expect(changes).toMatchObject([{ kinds: ['inserted'], by: ['bob'], inserted: expect.stringContaining('in it') }]);
});

test('the same twice is no change', () => {
  expect(told(['one', 'two'], () => undefined)).toEqual([]);
});

test('what comments are about is told as no change, neither of words nor of blocks, nor of a board', () => {
  const marks = told(['one two three'], ({ doc }) => {
    const block = doc.get('root-v2', Y.XmlElement).get(0) as Y.XmlElement;
    (block.get(0) as Y.XmlText).format(4, 3, { '$comment-a-thread': true });
    block.setAttribute('$comment-another', true as unknown as string);
  });
  expect(marks).toEqual([]);
  const was = new Y.Doc();
  was.transact(() =>
    storeParts(was, [{ id: 'shape', parts: { c: ['ellipse', 1], index: 'a1', g: [1, 2, 30, 40, 0] } }]),
  );
  const now = copyOf(was);
  (now.getMap('elements').get('shape') as Y.Map<unknown>).set('$comment-a-thread', true);
  const witness = { ownerOf: () => null, removerOf: () => null };
  expect(compareStates('board', was, now, witness).changes).toEqual([]);
  (now.getMap('elements').get('shape') as Y.Map<unknown>).set('opacity', 5);
  expect(compareStates('board', was, now, witness).changes).toHaveLength(1);
});

test('who moved an element of a board is told, and where it was is restored', () => {
  const was = new Y.Doc();
  const parts = { c: ['rectangle', 1], index: 'a1', g: [1, 2, 30, 40, 0] };
  was.transact(() =>
    storeParts(was, [
      { id: 'shape', parts },
      { id: 'other', parts: { ...parts, index: 'a2' } },
    ]),
  );
  const now = copyOf(was);
  now.transact(() => storeParts(now, [{ id: 'shape', parts: { g: [100, 2, 30, 40, 0] } }]));
  const witness = { ownerOf: (client: number) => (client === now.clientID ? 'bob' : null), removerOf: () => null };
  const { changes } = compareStates('board', was, now, witness);
  expect(changes).toMatchObject([{ kinds: ['moved'], by: ['bob'], about: ['elements/shape', 'kind/rectangle'] }]);
  const late = copyOf(now);
  late.transact(() => storeParts(late, [{ id: 'other', parts: { g: [7, 7, 30, 40, 0] } }]));
  restoreState(now, was);
  Y.applyUpdate(now, Y.encodeStateAsUpdate(late));
  expect([readElement(now, 'shape')?.x, readElement(now, 'other')?.x]).toEqual([1, 7]);
  expect(compareStates('board', was, now, witness).changes).toMatchObject([
    { about: ['elements/other', 'kind/rectangle'] },
  ]);
});

test('what was deleted from a board is removed, what came back is inserted, and a shape and its words are one place', () => {
  const was = new Y.Doc();
  const shape = (index: string, y: number) => ({ c: ['rectangle', 1], index, g: [1, y, 30, 40, 0] });
  const words = (text: string) => [text, 20, 20, 20, 5, 1.25, true];
  was.transact(() =>
    storeParts(was, [
      { id: 'gone', parts: shape('a1', 0) },
      { id: 'box', parts: shape('a2', 100) },
      { id: 'label', parts: { c: ['text', 2], index: 'a3', g: [2, 101, 0], t: words('old'), containerId: 'box' } },
      { id: 'back', parts: { ...shape('a4', 200), isDeleted: true } },
      { id: 'never', parts: { ...shape('a5', 300), isDeleted: true } },
    ]),
  );
  const now = copyOf(was);
  now.transact(() =>
    storeParts(now, [
      { id: 'gone', parts: { isDeleted: true } },
      { id: 'box', parts: { g: [9, 100, 30, 40, 0] } },
      { id: 'label', parts: { t: words('new') } },
      { id: 'back', parts: { isDeleted: false } },
      { id: 'never', parts: { opacity: 3 } },
    ]),
  );
  const witness = { ownerOf: (client: number) => (client === now.clientID ? 'bob' : 'ann'), removerOf: () => null };
  expect(compareStates('board', was, now, witness).changes).toEqual([
    { kinds: ['removed'], by: ['bob'], inserted: '', removed: '', about: ['elements/gone', 'kind/rectangle'] },
    {
      kinds: ['moved', 'changed'],
      by: ['bob'],
      inserted: 'new',
      removed: 'old',
      about: ['elements/box', 'kind/rectangle', 'elements/label'],
    },
    { kinds: ['inserted'], by: ['bob'], inserted: '', removed: '', about: ['elements/back', 'kind/rectangle'] },
  ]);
});

import { $insertList, $isListItemNode } from '@lexical/list';
import {
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical';
import { expect, test } from 'vitest';
import { edit, expectAgreement, pair, settle } from '../binding/people.test.kit.ts';
import { $blockColorOf, $setBlockColor } from './color.ts';
import { $duplicateBlocks } from './duplicate.ts';
import { $moveBlocks, $moveBlocksBy } from './move.ts';
import { $blockAround, $blocksIn } from './outline.ts';
import { $removeBlocks } from './remove.ts';

/** Each block on a line, items with a dash as deep as they stand. */
const outline = (editor: LexicalEditor): string[] =>
  editor.getEditorState().read(() =>
    $blocksIn($getRoot()).map(({ node, list }) => {
      const text = node.getTextContent();
      return list ? `${'  '.repeat(list.depth)}- ${text}` : text;
    }),
  );

const $named = (text: string): LexicalNode => {
  const found = $blocksIn($getRoot()).find(({ node }) => node.getTextContent() === text);
  if (!found) throw new Error(`there is no block ${text}`);
  return found.node;
};

/** Two people with `above`, a list of a, b (with b1 and b2 in it) and c, and `below`. */
const withList = () => {
  const [a, b] = pair('above', 'a', 'b', 'b1', 'b2', 'c', 'below');
  edit(a.editor, () => {
    const items = $getRoot().getChildren().slice(1, 6);
    const [first, last] = [items[0], items.at(-1)];
    if (!$isElementNode(first) || !$isElementNode(last)) return;
    const { key, offset, type } = last.selectEnd().focus;
    first.selectStart().focus.set(key, offset, type);
    $insertList('bullet');
    for (const name of ['b1', 'b2']) {
      const item = $named(name);
      if ($isListItemNode(item)) item.setIndent(1);
    }
  });
  settle([a, b]);
  return [a, b] as const;
};

test('what the test calls a list is one', () => {
  const [a] = withList();
  expect(outline(a.editor)).toEqual(['above', '- a', '- b', '  - b1', '  - b2', '- c', 'below']);
});

test('an item moves with what is nested in it, and others see it', () => {
  const [a, b] = withList();
  edit(a.editor, () => void $moveBlocks([$named('b')], { container: $getRoot(), before: $named('a'), depth: 0 }));
  expect(outline(a.editor)).toEqual(['above', '- b', '  - b1', '  - b2', '- a', '- c', 'below']);
  expectAgreement(a, b);
});

test('an item is nested by where it is dropped, never deeper than one step below what is above it', () => {
  const [a, b] = withList();
  edit(a.editor, () => void $moveBlocks([$named('c')], { container: $getRoot(), before: $named('b1'), depth: 5 }));
  expect(outline(a.editor)).toEqual(['above', '- a', '- b', '  - c', '  - b1', '  - b2', 'below']);
  edit(a.editor, () => void $moveBlocks([$named('b')], { container: $getRoot(), before: $named('above'), depth: 3 }));
  expect(outline(a.editor)).toEqual(['- b', '  - c', '  - b1', '  - b2', 'above', '- a', 'below']);
  expectAgreement(a, b);
});

test('a paragraph goes between items, and what follows stays a list', () => {
  const [a, b] = withList();
  edit(a.editor, () => void $moveBlocks([$named('above')], { container: $getRoot(), before: $named('c'), depth: 0 }));
  expect(outline(a.editor)).toEqual(['- a', '- b', '  - b1', '  - b2', 'above', '- c', 'below']);
  expectAgreement(a, b);
});

test('several blocks move together, in their order', () => {
  const [a, b] = withList();
  edit(
    a.editor,
    () =>
      void $moveBlocks([$named('below'), $named('a')], { container: $getRoot(), before: $named('above'), depth: 0 }),
  );
  expect(outline(a.editor)).toEqual(['- a', 'below', 'above', '- b', '  - b1', '  - b2', '- c']);
  expectAgreement(a, b);
});

test('a block can’t be moved to a place that has gone', () => {
  const [a] = withList();
  edit(a.editor, () => {
    const gone = $named('c');
    gone.remove();
    expect($moveBlocks([$named('a')], { container: $getRoot(), before: gone, depth: 0 })).toBe(false);
  });
});

test('up and down pass whole items, and lists as a whole, and stop at the ends', () => {
  const [a, b] = withList();
  const by = (name: string, step: -1 | 1) => edit(a.editor, () => void $moveBlocksBy([$named(name)], step));
  by('c', -1);
  expect(outline(a.editor)).toEqual(['above', '- a', '- c', '- b', '  - b1', '  - b2', 'below']);
  by('c', 1);
  expect(outline(a.editor)).toEqual(['above', '- a', '- b', '  - b1', '  - b2', '- c', 'below']);
  by('b1', -1);
  expect(outline(a.editor)).toEqual(['above', '- a', '- b1', '- b', '  - b2', '- c', 'below']);
  by('below', -1);
  expect(outline(a.editor)).toEqual(['above', '- a', '- b1', '- b', '  - b2', 'below', '- c']);
  by('above', -1);
  expect(outline(a.editor)[0]).toBe('above');
  by('c', 1);
  expect(outline(a.editor).at(-1)).toBe('- c');
  expectAgreement(a, b);
});

test('what another types in a block while it is moved stays in it', () => {
  const [a, b] = withList();
  edit(a.editor, () => void $moveBlocks([$named('b')], { container: $getRoot(), before: null, depth: 0 }));
  edit(b.editor, () => {
    const item = $named('b1');
    if ($isElementNode(item)) item.selectEnd().insertText(' and more');
  });
  expectAgreement(a, b);
  expect(outline(a.editor)).toEqual(['above', '- a', '- c', 'below', '- b', '  - b1 and more', '  - b2']);
});

test('a block that two people move at once is there once', () => {
  const [a, b] = withList();
  edit(a.editor, () => void $moveBlocks([$named('above')], { container: $getRoot(), before: null, depth: 0 }));
  edit(b.editor, () => void $moveBlocks([$named('above')], { container: $getRoot(), before: $named('c'), depth: 0 }));
  expectAgreement(a, b);
  expect(outline(a.editor).filter((line) => line === 'above')).toHaveLength(1);
});

test('a copy stands right behind, with what is nested in it', () => {
  const [a, b] = withList();
  edit(a.editor, () => void $duplicateBlocks([$named('b')]));
  expect(outline(a.editor)).toEqual([
    'above',
    '- a',
    '- b',
    '  - b1',
    '  - b2',
    '- b',
    '  - b1',
    '  - b2',
    '- c',
    'below',
  ]);
  expectAgreement(a, b);
});

test('removing takes what is nested along, and the caret goes to what follows', () => {
  const [a, b] = withList();
  edit(a.editor, () => $removeBlocks([$named('b')]));
  expect(outline(a.editor)).toEqual(['above', '- a', '- c', 'below']);
  a.editor.read(() => {
    const selection = $getSelection();
    expect($isRangeSelection(selection) && $blockAround(selection.anchor.getNode())?.getTextContent()).toBe('c');
  });
  expectAgreement(a, b);
});

test('a document whose blocks are all removed has an empty one to write in', () => {
  const [a, b] = withList();
  edit(a.editor, () => $removeBlocks($blocksIn($getRoot()).map(({ node }) => node)));
  expect(outline(a.editor)).toEqual(['']);
  expectAgreement(a, b);
});

test('a block keeps its colour, whoever looks, and one that is none is no colour', () => {
  const [a, b] = withList();
  edit(a.editor, () => $setBlockColor([$named('above')], 'red-ground'));
  settle([a, b]);
  expect(b.editor.read(() => $blockColorOf($named('above')))).toBe('red-ground');
  edit(a.editor, () => $setBlockColor([$named('above')], 'url(evil)' as 'red'));
  settle([a, b]);
  expect(b.editor.read(() => $blockColorOf($named('above')))).toBeNull();
});

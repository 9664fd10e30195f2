import { $createHorizontalRuleNode } from '@lexical/extension';
import { $createHeadingNode } from '@lexical/rich-text';
import { $setBlocksType } from '@lexical/selection';
import { $getRoot, $getSelection, $isElementNode, $isRangeSelection, type LexicalNode } from 'lexical';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { $block, edit, freshJsonOf, jsonOf, type Person, pair, settle, textOf } from '../binding/people.test.kit.ts';
import { $duplicateBlocks } from '../blocks/duplicate.ts';
import { $moveBlocks } from '../blocks/move.ts';
import { DocumentEdits } from '../edits/index.ts';
import { fileFormats, fromMarkdown } from '../formats/index.ts';
import { placesOf, select, serverOf } from './anchors.test.kit.ts';
import { markBlock, markText, removeMarksOf } from './anchors.ts';

function begun(...texts: string[]): { a: Person; b: Person; server: Y.Doc } {
  const [a, b] = pair(...texts);
  return { a, b, server: serverOf([a, b]) };
}

const expectAgreement = (a: Person, b: Person): void => {
  expect(jsonOf(b.editor)).toBe(jsonOf(a.editor));
  expect(freshJsonOf(a.doc)).toBe(jsonOf(a.editor));
};

describe('what a thread is about', () => {
  test('is marked for everybody, and another thread may overlap it', () => {
    const { a, b, server } = begun('one two three');
    const range = select(a, 0, 0, 7);
    expect(markText(server, 'thread-1', range)).toBe(true);
    expect(markText(server, 'thread-2', select(a, 0, 4, 13))).toBe(true);
    settle([a, b]);
    for (const person of [a, b]) {
      expect(placesOf(person, 'thread-1')).toEqual(['one two']);
      expect(placesOf(person, 'thread-2')).toEqual(['two three']);
    }
    removeMarksOf(server, 'thread-1');
    settle([a, b]);
    expect(placesOf(b, 'thread-1')).toEqual([]);
    expect(placesOf(b, 'thread-2')).toEqual(['two three']);
    expectAgreement(a, b);
  });

  test('may reach over blocks, and is found though its ends have changed places', () => {
    const { a, b, server } = begun('first', 'second', 'third');
    const range = select(a, 0, 2, 3, 2);
    edit(b.editor, () => void $moveToFront($block(2)));
    settle([a, b]);
    expect(textOf(b.editor)).toBe('third / first / second');
    expect(markText(server, 'thread-1', range)).toBe(true);
    settle([a, b]);
    expect(placesOf(a, 'thread-1')).toEqual(['rd', 'fi']);
    expectAgreement(a, b);
  });

  test('grows with what is typed within, and not with what is typed on at its ends', () => {
    const { a, b, server } = begun('one two three');
    markText(server, 'thread-1', select(a, 0, 4, 7));
    settle([a, b]);
    const type = (at: number, text: string) =>
      edit(a.editor, () => {
        const node = $block(0);
        if (!$isElementNode(node)) return;
        let rest = at;
        for (const each of node.getAllTextNodes()) {
          if (rest <= each.getTextContentSize()) return void each.select(rest, rest).insertText(text);
          rest -= each.getTextContentSize();
        }
      });
    type(6, 'x');
    settle([a, b]);
    expect(placesOf(b, 'thread-1')).toEqual(['twxo']);
    // Letter by letter, as people do, with the caret where it was left.
    type(8, '!');
    for (const letter of '?? ') edit(a.editor, () => void insertAtCaret(letter));
    settle([a, b]);
    expect(textOf(b.editor)).toBe('one twxo!??  three');
    expect(placesOf(b, 'thread-1')).toEqual(['twxo']);
    expect(placesOf(a, 'thread-1')).toEqual(['twxo']);
    expectAgreement(a, b);
  });

  test('at the end of a block or at its start doesn’t grow either', () => {
    const { a, b, server } = begun('all of it');
    markText(server, 'thread-1', select(a, 0, 0, 9));
    settle([a, b]);
    edit(b.editor, () => void $block(0).selectEnd().insertText(' and more'));
    edit(b.editor, () => void $block(0).selectStart().insertText('Not '));
    settle([a, b]);
    expect(textOf(a.editor)).toBe('Not all of it and more');
    expect(placesOf(a, 'thread-1')).toEqual(['all of it']);
    expectAgreement(a, b);
  });

  test('stays on what stands between two changes that are made at one go', () => {
    const { a, b, server } = begun('one 🙂two three');
    markText(server, 'thread-1', select(a, 0, 0, 9));
    settle([a, b]);
    edit(a.editor, () => {
      $block(0).getAllTextNodes()[0]?.select(4, 4).insertText('-');
      $block(0).getAllTextNodes()[1]?.select(0, 0).insertText('X');
    });
    settle([a, b]);
    expect(textOf(b.editor)).toBe('one -🙂twoX three');
    expect(placesOf(b, 'thread-1')).toEqual(['one 🙂two']);
    expectAgreement(a, b);
  });

  test('survives a split, a merge, a move and another type of block, while somebody else types in it', () => {
    const { a, b, server } = begun('before', 'one two three');
    markText(server, 'thread-1', select(a, 1, 4, 13));
    settle([a, b]);
    edit(a.editor, () => {
      const text = $block(1).getAllTextNodes()[1];
      text?.select(3, 3).insertParagraph();
    });
    edit(b.editor, () => void $block(1).getAllTextNodes()[1]?.select(1, 1).insertText('X'));
    settle([a, b]);
    expect(placesOf(b, 'thread-1').join('')).toBe('tXwo three');
    edit(a.editor, () => void $moveToFront($block(2)));
    settle([a, b]);
    edit(b.editor, () => {
      $block(0).selectStart();
      $setBlocksType($getSelection(), () => $createHeadingNode('h1'));
    });
    settle([a, b]);
    expect(placesOf(a, 'thread-1').sort()).toEqual([' three', 'tXwo']);
    expectAgreement(a, b);
    edit(a.editor, () => {
      const selection = $block(1).selectStart();
      selection.anchor.set($block(0).getLastDescendant()?.getKey() ?? '', 6, 'text');
      selection.removeText();
    });
    settle([a, b]);
    expect(placesOf(b, 'thread-1').join('')).toContain(' three');
    expectAgreement(a, b);
  });

  test('is back when its deletion is undone; and an undo of another’s step takes no mark away', () => {
    const { a, b, server } = begun('one two three', 'more');
    edit(a.editor, () => void $block(1).selectEnd().insertText('!'));
    settle([a, b]);
    markText(server, 'thread-1', select(a, 0, 4, 7));
    settle([a, b]);
    a.attachment.undo();
    settle([a, b]);
    expect(placesOf(b, 'thread-1')).toEqual(['two']);
    edit(b.editor, () => void $block(0).select(0, 3).removeText());
    settle([a, b]);
    expect(placesOf(a, 'thread-1')).toEqual([]);
    b.attachment.undo();
    settle([a, b]);
    expect(placesOf(a, 'thread-1')).toEqual(['two']);
    edit(b.editor, () => void $block(0).remove());
    settle([a, b]);
    expect(placesOf(a, 'thread-1')).toEqual([]);
    b.attachment.undo();
    settle([a, b]);
    expect(placesOf(a, 'thread-1')).toEqual(['two']);
    expectAgreement(a, b);
  });

  test('isn’t doubled by a duplicate of its block', () => {
    const { a, b, server } = begun('one two three');
    markText(server, 'thread-1', select(a, 0, 4, 7));
    settle([a, b]);
    edit(a.editor, () => void $duplicateBlocks([$block(0)]));
    settle([a, b]);
    expect(textOf(b.editor)).toBe('one two three / one two three');
    expect(placesOf(b, 'thread-1')).toEqual(['two']);
    expectAgreement(a, b);
  });

  test('stays on what a program leaves of its text, and doesn’t grow with what a program adds', () => {
    const { a, b, server } = begun('one two three');
    markText(server, 'thread-1', select(a, 0, 4, 7));
    settle([a, b]);
    const edits = new DocumentEdits(server);
    const [block] = edits.blocks();
    edits.replace([block?.id ?? ''], fromMarkdown('one two three four').blocks);
    edits.append(fromMarkdown('# more').blocks);
    settle([a, b]);
    expect(textOf(a.editor)).toBe('one two three four / more');
    expect(placesOf(a, 'thread-1')).toEqual(['two']);
    expectAgreement(a, b);
    edits.close();
  });

  test('may be a block without text', () => {
    const { a, b, server } = begun('one');
    edit(a.editor, () => void $getRoot().append($createHorizontalRuleNode()));
    settle([a, b]);
    const key = a.editor.read(() => $getRoot().getLastChildOrThrow().getKey());
    expect(markBlock(server, 'thread-1', a.attachment.blockId(key) ?? '')).toBe(true);
    expect(markBlock(server, 'thread-1', 'nowhere')).toBe(false);
    settle([a, b]);
    edit(b.editor, () => void $moveToFront($getRoot().getLastChildOrThrow()));
    settle([a, b]);
    expect(placesOf(a, 'thread-1')).toEqual(['[horizontalrule]']);
    expectAgreement(a, b);
  });
});

test('marks go out in no file', () => {
  const { a, b, server } = begun('one two three');
  markText(server, 'thread-1', select(a, 0, 4, 7));
  settle([a, b]);
  const edits = new DocumentEdits(server);
  for (const { write } of fileFormats) {
    const text = write({ title: '', language: 'en', blocks: edits.blocks() }, {});
    expect(text).toContain('one two three');
    expect(text).not.toContain('thread-1');
  }
  edits.close();
});

test('what isn’t in the document is not marked, whatever the positions say', () => {
  const { a, b, server } = begun('one two', 'three');
  const range = select(a, 0, 0, 3);
  edit(b.editor, () => void $block(0).remove());
  settle([a, b]);
  const before = Y.encodeStateVector(server);
  expect(markText(server, 'thread-1', range)).toBe(false);
  const early = select(a, 0, 0, 5);
  for (const start of [
    null,
    7,
    {},
    { item: { client: 5, clock: 9 } },
    { tname: 'other' },
    { type: {} },
    { item: 'x' },
  ]) {
    expect(markText(server, 'thread-1', { start, end: early.end })).toBe(false);
  }
  expect(Y.encodeStateVector(server)).toEqual(before);
});

function $moveToFront(block: LexicalNode): boolean {
  return $moveBlocks([block], { container: $getRoot(), before: $getRoot().getFirstChild(), depth: 0 });
}

function insertAtCaret(text: string): void {
  const selection = $getSelection();
  if ($isRangeSelection(selection)) selection.insertText(text);
}

import { $createHeadingNode } from '@lexical/rich-text';
import { $setBlocksType } from '@lexical/selection';
import { $createParagraphNode, $getRoot, type NodeKey } from 'lexical';
import { expect, test } from 'vitest';
import { $moveBlocks, $moveBlocksBy } from '../blocks/move.ts';
import { $createCalloutNode } from '../nodes/callout.ts';
import { $block, attached, edit, type Person, pair, settle, stored, updatesOf } from './people.test.kit.ts';

const keyAt = ({ editor }: Person, index: number): NodeKey => editor.read(() => $block(index).getKey());
const idAt = (person: Person, index: number): string => person.attachment.blockId(keyAt(person, index)) ?? '';
const textOf = ({ editor, attachment }: Person, id: string): string | null => {
  const key = attachment.keyOfBlock(id);
  return key === null ? null : editor.read(() => editor.getEditorState()._nodeMap.get(key)?.getTextContent() ?? null);
};

test('a block has one id for everybody', () => {
  const [a, b] = pair('one', 'two');
  expect(idAt(a, 1)).toBe(idAt(b, 1));
  expect(idAt(a, 0)).not.toBe(idAt(a, 1));
  expect(textOf(b, idAt(a, 1))).toBe('two');
});

test('it stays through typing, a move, another type, Enter at its start, and a reload', () => {
  const [a, b] = pair('one', 'two', 'three');
  const id = idAt(a, 2);
  edit(a.editor, () => void $block(2).selectEnd().insertText(' more'));
  edit(a.editor, () => void $moveBlocksBy([$block(2)], -1));
  edit(a.editor, () => $setBlocksType($block(1).selectStart(), () => $createHeadingNode('h1')));
  edit(a.editor, () => void $block(1).selectStart().insertParagraph());
  settle([a, b]);
  expect(textOf(a, id)).toBe('three more');
  expect(textOf(b, id)).toBe('three more');
  const { attachment } = attached(b.doc, { readOnly: true });
  expect(attachment.keyOfBlock(id)).not.toBeNull();
});

test('it leads to the block that it was merged into', () => {
  const [a] = pair('one', 'two');
  const id = idAt(a, 1);
  edit(a.editor, () => {
    const end = $block(0).selectEnd().clone();
    const { key, offset, type } = $block(1).selectStart().anchor;
    end.focus.set(key, offset, type);
    end.removeText();
  });
  expect(textOf(a, id)).toBe('onetwo');
});

test('it is back when its removal is undone, and gone while it isn’t', () => {
  const [a] = pair('one', 'two');
  const id = idAt(a, 1);
  edit(a.editor, () => $block(1).remove());
  expect(a.attachment.keyOfBlock(id)).toBeNull();
  a.attachment.undo();
  expect(textOf(a, id)).toBe('two');
});

test('it goes along into another container, and out again', () => {
  const [a, b] = pair('one', 'two');
  const id = idAt(a, 1);
  edit(a.editor, () => void $block(0).insertAfter($createCalloutNode().append($createParagraphNode())));
  edit(a.editor, () => void $moveBlocks([$block(2)], { container: $block(1), before: null, depth: 0 }));
  settle([a, b]);
  expect(a.editor.read(() => $block(1).getTextContent())).toBe('\n\ntwo');
  expect(textOf(b, id)).toBe('two');
  edit(a.editor, () => {
    const inner = $block(1).getLastChild();
    if (inner) $moveBlocks([inner], { container: $getRoot(), before: $block(0), depth: 0 });
  });
  settle([a, b]);
  expect(a.editor.read(() => $block(0).getTextContent())).toBe('two');
  expect(textOf(b, id)).toBe('two');
});

test('giving one is no step to take back', () => {
  const [, b] = pair('one');
  idAt(b, 0);
  expect(b.attachment.canUndo()).toBe(false);
});

test('a reader is told the id and writes nothing', () => {
  const doc = stored('one');
  const updates = updatesOf(doc);
  const { editor, attachment } = attached(doc, { readOnly: true });
  const id = attachment.blockId(editor.read(() => $block(0).getKey()));
  expect(updates).toEqual([]);
  expect(attachment.keyOfBlock(id ?? '')).not.toBeNull();
});

test('a node that shows no block has none', () => {
  const [a] = pair('one');
  expect(a.attachment.blockId('root')).toBeNull();
  edit(a.editor, () => void $getRoot().append($createParagraphNode()));
  expect(a.attachment.blockId('not a key')).toBeNull();
  expect(a.attachment.keyOfBlock('nothing')).toBeNull();
});

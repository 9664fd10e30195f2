import { $createHorizontalRuleNode } from '@lexical/extension';
import { $createTableSelectionFrom } from '@lexical/table';
import { $createNodeSelection, $getRoot, $setSelection } from 'lexical';
import { describe, expect, test } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { GridNode } from '../nodes/grid-node.ts';
import { $createGrid, $mergeRange, $shownCells } from '../tables/edit.ts';
import { $block, attached, edit, stored } from './people.test.kit.ts';

/** Two people in one document who know of each other. */
function two(...texts: string[]) {
  const make = (state: Uint8Array) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, state, 'network');
    const awareness = new Awareness(doc);
    return { ...attached(doc, { awareness }), awareness };
  };
  const state = Y.encodeStateAsUpdate(stored(...texts));
  const a = make(state);
  const b = make(state);
  a.awareness.setLocalStateField('user', { name: 'Ada', color: '#c0392b' });
  const sync = () => {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'network');
      applyAwarenessUpdate(to.awareness, encodeAwarenessUpdate(from.awareness, [from.doc.clientID]), 'network');
    }
  };
  sync();
  return { a, b, sync };
}

/** What the one sees of the other's selection: the text it is in, and from where to where. */
function seen({ editor, attachment }: ReturnType<typeof attached>): unknown[] {
  return editor.getEditorState().read(() =>
    attachment.cursors().map(({ name, color, anchor, focus }) => {
      const node = editor.getEditorState()._nodeMap.get(anchor.key);
      return [name, color, node?.getTextContent(), anchor.offset, focus.offset];
    }),
  );
}

describe('the selections of others', () => {
  test('are known by name, colour and place; the identity is left as the page set it', () => {
    const { a, b, sync } = two('hello world', 'second');
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.select(2, 7));
    sync();
    expect(seen(b)).toEqual([['Ada', '#c0392b', 'hello world', 2, 7]]);
    expect(a.awareness.getLocalState()?.user).toEqual({ name: 'Ada', color: '#c0392b' });
    expect(seen(a)).toEqual([]);
  });

  test('keep their place while anybody writes', () => {
    const { a, b, sync } = two('hello world', 'second');
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.select(6, 11));
    sync();
    edit(b.editor, () => void $block(0).selectStart().insertText('Oh, '));
    edit(b.editor, () => void $block(0).insertBefore($block(1)));
    expect(seen(b)).toEqual([['Ada', '#c0392b', 'Oh, hello world', 10, 15]]);
  });

  test('follow what their owner types without being told of it, so that typing costs no traffic', () => {
    const { a, b, sync } = two('hello');
    edit(a.editor, () => void $block(0).selectEnd());
    sync();
    let told = 0;
    a.awareness.on('update', () => told++);
    for (const letter of ' world') edit(a.editor, () => void $block(0).selectEnd().insertText(letter));
    expect(told).toBe(0);
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc), 'network');
    expect(seen(b)).toEqual([['Ada', '#c0392b', 'hello world', 11, 11]]);
  });

  test('in an empty block, at a divider, or over everything are known too', () => {
    const { a, b, sync } = two('', 'second');
    edit(a.editor, () => void $block(0).select());
    sync();
    expect(seen(b)).toEqual([['Ada', '#c0392b', '', 0, 0]]);
    edit(a.editor, () => void $getRoot().select(0, 2));
    sync();
    expect(b.attachment.cursors()).toHaveLength(1);
  });

  test('of cells are known by their corners, also where nobody has written, and of blocks by the first and the last', () => {
    const { a, b, sync } = two('hello', 'second');
    edit(a.editor, () => void $block(1).insertAfter($createGrid(3, 3)).insertBefore($createHorizontalRuleNode()));
    const $grid = () =>
      $getRoot()
        .getChildren()
        .find((node) => node instanceof GridNode) as GridNode;
    const $cell = (index: number) =>
      $shownCells($grid())[index]?.cell as NonNullable<ReturnType<typeof $shownCells>[0]>['cell'];
    const seenWholes = () =>
      b.editor.getEditorState().read(() =>
        b.attachment.cursors().map(({ wholes }) => {
          const cells = $shownCells($grid());
          return wholes?.map((key) => {
            const at = cells.find(({ cell }) => cell.getKey() === key);
            return at ? `${at.top}:${at.left}` : b.editor.getEditorState()._nodeMap.get(key)?.getType();
          });
        }),
      );
    edit(a.editor, () => $setSelection($createTableSelectionFrom($grid(), $cell(7), $cell(0))));
    sync();
    expect(seenWholes()).toEqual([['0:0', '2:1']]);
    // A row above it, by somebody else.
    edit(b.editor, () => void $block(0).selectEnd().insertParagraph());
    expect(seenWholes()).toEqual([['0:0', '2:1']]);
    edit(a.editor, () => $mergeRange($grid(), { top: 1, left: 1, bottom: 2, right: 2 }));
    edit(a.editor, () => $setSelection($createTableSelectionFrom($grid(), $cell(0), $cell(4))));
    sync();
    expect(seenWholes()).toEqual([['0:0', '1:1']]);

    edit(a.editor, () => {
      const selection = $createNodeSelection();
      for (const node of $getRoot().getChildren().slice(-2)) selection.add(node.getKey());
      $setSelection(selection);
    });
    sync();
    expect(seenWholes()).toEqual([['horizontalrule', 'grid']]);
    for (const wholes of [['nowhere', 'else'], [1, {}], [null]]) {
      a.awareness.setLocalStateField('cursor', { ...a.awareness.getLocalState()?.cursor, wholes });
      sync();
      expect(seenWholes()).toEqual([]);
    }
  });

  test('in a block that is not here yet, or that make no sense, are nobody else’s', () => {
    const { a, b, sync } = two('hello');
    edit(a.editor, () => void $block(0).selectEnd().insertParagraph());
    applyAwarenessUpdate(b.awareness, encodeAwarenessUpdate(a.awareness, [a.doc.clientID]), 'network');
    expect(seen(b)).toEqual([]);
    for (const cursor of [
      7,
      {},
      { anchor: {}, focus: {} },
      { anchor: { item: 'x' }, focus: null },
      { anchor: [], focus: [] },
    ]) {
      a.awareness.setLocalStateField('cursor', cursor);
      sync();
      expect(seen(b)).toEqual([]);
    }
  });

  test('end when their owner leaves', () => {
    const { a, b, sync } = two('hello');
    edit(a.editor, () => void $block(0).selectEnd());
    sync();
    a.attachment.detach();
    sync();
    expect(seen(b)).toEqual([]);
    expect(a.awareness.getLocalState()?.user).toBeDefined();
  });
});

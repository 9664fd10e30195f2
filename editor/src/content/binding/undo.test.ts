import { $createHeadingNode } from '@lexical/rich-text';
import {
  $createParagraphNode,
  $createTextNode,
  $getSelection,
  $isRangeSelection,
  CAN_UNDO_COMMAND,
  CLEAR_HISTORY_COMMAND,
  COMMAND_PRIORITY_LOW,
  REDO_COMMAND,
  UNDO_COMMAND,
} from 'lexical';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { restoreState } from '../history/index.ts';
import { documentText } from '../index.ts';
import { $selectBetween } from './actions.test.kit.ts';
import { $block, attached, deliver, edit, expectAgreement, pair, settle, stored, textOf } from './people.test.kit.ts';
import { documentRoot } from './schema.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pause = () => void vi.advanceTimersByTime(2000);

describe('what is taken back', () => {
  test("one's own last step, never what others wrote, with or without an origin", () => {
    const { doc, editor, attachment } = attached(stored('one'));
    edit(editor, () => void $block(0).selectEnd().insertText(' mine'));
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const { editor: theirs } = attached(other);
    edit(theirs, () => void $block(0).selectStart().insertText('theirs '));
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    attachment.undo();
    expect(textOf(editor)).toBe('theirs one');
    expect(attachment.canUndo()).toBe(false);
    attachment.undo();
    expect(textOf(editor)).toBe('theirs one');
    attachment.redo();
    expect(textOf(editor)).toBe('theirs one mine');
  });

  test('nothing, where only others wrote', () => {
    const [a, b] = pair('one');
    edit(b.editor, () => void $block(0).selectEnd().insertText('!'));
    a.attachment.undo();
    a.attachment.undo();
    deliver(a);
    expect(a.attachment.canUndo()).toBe(false);
  });

  test('a block that others have written in since stays, with what they wrote', () => {
    const [a, b] = pair('one');
    pause();
    edit(a.editor, () => void $block(0).insertAfter($createParagraphNode().append($createTextNode('mine'))));
    settle([a, b]);
    edit(b.editor, () => void $block(1).selectEnd().insertText(' and theirs'));
    settle([a, b]);
    a.attachment.undo();
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('one /  and theirs');
  });

  test('a heading that others have written in since is one still', () => {
    const [a, b] = pair('one');
    pause();
    edit(a.editor, () => void $block(0).insertAfter($createHeadingNode('h3').append($createTextNode('mine'))));
    settle([a, b]);
    edit(b.editor, () => void $block(1).selectEnd().insertText(' and theirs'));
    settle([a, b]);
    a.attachment.undo();
    expectAgreement(a, b);
    expect(b.editor.read(() => $block(1).exportJSON())).toMatchObject({ type: 'heading', tag: 'h3' });
    expect(textOf(b.editor)).toBe('one /  and theirs');
  });

  test('a split, though others went on writing behind it', () => {
    const [a, b] = pair('hello world');
    pause();
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.select(5, 5).insertParagraph());
    settle([a, b]);
    edit(b.editor, () => void $block(1).selectEnd().insertText('!'));
    settle([a, b]);
    a.attachment.undo();
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('hello world / !');
  });

  test('a retyping, a move and a merge, though others wrote in the block', () => {
    const [a, b] = pair('one', 'two', 'three');
    const steps = [
      () => void $block(0).replace($createHeadingNode('h1'), true),
      () => void $block(2).insertAfter($block(0)),
      () => $selectBetween($block(0), $block(1)).removeText(),
    ];
    for (const step of steps) {
      pause();
      edit(a.editor, step);
    }
    settle([a, b]);
    expect(textOf(a.editor)).toBe('twothree / one');
    edit(b.editor, () => void $block(0).selectEnd().insertText('!'));
    settle([a, b]);
    for (const _ of steps) a.attachment.undo();
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('one / two / three!');
    expect(a.editor.getEditorState().read(() => $block(0).getType())).toBe('paragraph');
    for (const _ of steps) a.attachment.redo();
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('twothree! / one');
  });
});

describe('a version that is restored', () => {
  /** As the server does it, on a copy of its own. */
  const restoring = ({ doc }: { doc: Y.Doc }, version: Uint8Array): Uint8Array => {
    const [now, was] = [new Y.Doc(), new Y.Doc()];
    Y.applyUpdate(now, Y.encodeStateAsUpdate(doc));
    documentRoot(now);
    Y.applyUpdate(was, version);
    const vector = Y.encodeStateVector(now);
    restoreState(now, was);
    return Y.encodeStateAsUpdate(now, vector);
  };

  test('brings back once what one had deleted, whatever one takes back then', () => {
    const [a, b] = pair('one', 'two', 'three');
    const version = Y.encodeStateAsUpdate(a.doc);
    pause();
    edit(a.editor, () => void $block(1).remove());
    pause();
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.setTextContent('o'));
    settle([a, b]);
    const update = restoring(b, version);
    for (const { doc } of [a, b]) Y.applyUpdate(doc, update, 'network');
    expect(textOf(a.editor)).toBe('one / two / three');
    expect(a.attachment.canUndo()).toBe(false);
    a.attachment.undo();
    a.attachment.undo();
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('one / two / three');
  });

  test('is where undo ends; what one writes since is taken back, also by those who hear of it late', () => {
    const [a, b] = pair('one', 'two');
    const version = Y.encodeStateAsUpdate(a.doc);
    pause();
    edit(a.editor, () => void $block(1).remove());
    settle([a, b]);
    a.isOnline = false;
    const update = restoring(b, version);
    pause();
    edit(a.editor, () => void $block(0).selectEnd().insertText('!'));
    for (const { doc } of [b, a]) Y.applyUpdate(doc, update, 'network');
    expect(textOf(a.editor)).toBe('one! / two');
    edit(a.editor, () => void $block(0).selectEnd().insertText('?'));
    while (a.attachment.canUndo()) a.attachment.undo();
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('one! / two');
  });

  test('that says what is there already leaves undo as it is', () => {
    const [a, b] = pair('one');
    pause();
    edit(a.editor, () => void $block(0).selectEnd().insertText('!'));
    settle([a, b]);
    Y.applyUpdate(a.doc, restoring(b, Y.encodeStateAsUpdate(b.doc)), 'network');
    a.attachment.undo();
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('one');
  });
});

describe('steps', () => {
  test('what is typed without a pause is one step, a pause begins another', () => {
    const { editor, attachment } = attached(stored('one'));
    for (const letter of ' two') edit(editor, () => void $block(0).selectEnd().insertText(letter));
    pause();
    for (const letter of ' three') edit(editor, () => void $block(0).selectEnd().insertText(letter));
    attachment.undo();
    expect(textOf(editor)).toBe('one two');
    attachment.undo();
    expect(textOf(editor)).toBe('one');
  });

  test('a new block begins another step, and so does another block', () => {
    const { editor, attachment } = attached(stored('one', 'two'));
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    edit(editor, () => void $block(1).selectEnd().insertText('!'));
    edit(editor, () => void $block(1).selectEnd().insertParagraph());
    edit(editor, () => void $block(2).select().insertText('three'));
    attachment.undo();
    expect(textOf(editor)).toBe('one! / two!');
    attachment.undo();
    expect(textOf(editor)).toBe('one! / two');
    attachment.undo();
    expect(textOf(editor)).toBe('one / two');
  });

  test('what others write meanwhile does not cut a step in two', () => {
    const [a, b] = pair('one', 'two');
    pause();
    for (const letter of ' more') {
      edit(a.editor, () => void $block(0).selectEnd().insertText(letter));
      edit(b.editor, () => void $block(1).selectEnd().insertText('.'));
      deliver(a);
    }
    a.attachment.undo();
    expect(textOf(a.editor)).toBe('one / two.....');
  });

  test('what was typed and deleted again leaves nothing to undo, and whoever shows that is told', () => {
    const { editor, attachment } = attached(stored('one'));
    let shown = false;
    attachment.onUndoChange(() => {
      shown = attachment.canUndo();
    });
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    edit(editor, () => void $block(0).getLastDescendant()?.replace($createTextNode('one')));
    expect(shown).toBe(true);
    attachment.undo();
    expect(textOf(editor)).toBe('one');
    expect(shown).toBe(false);
  });

  test('what is pending belongs to the step that is taken back', () => {
    const { editor, attachment } = attached(stored('one'));
    editor.update(() => void $block(0).selectEnd().insertText('!'));
    attachment.undo();
    expect(textOf(editor)).toBe('one');
    attachment.redo();
    expect(textOf(editor)).toBe('one!');
  });
});

describe('selection', () => {
  const caret = (editor: ReturnType<typeof attached>['editor']) =>
    editor.getEditorState().read(() => {
      const selection = $getSelection();
      return $isRangeSelection(selection)
        ? [selection.anchor.getNode().getTextContent(), selection.anchor.offset, selection.focus.offset]
        : null;
    });

  test('goes back to where it was before the step, and forth to where it was after', () => {
    const { editor, attachment } = attached(stored('hello', 'other'));
    edit(editor, () => void $block(0).getAllTextNodes()[0]?.select(1, 3));
    edit(editor, () => {
      const selection = $getSelection();
      if ($isRangeSelection(selection)) selection.insertText('E');
    });
    expect(caret(editor)).toEqual(['hElo', 2, 2]);
    edit(editor, () => void $block(1).selectEnd());
    attachment.undo();
    expect(caret(editor)).toEqual(['hello', 1, 3]);
    attachment.redo();
    expect(documentText(attachment.doc)).toBe('hElo\nother');
    expect(caret(editor)).toEqual(['hElo', 2, 2]);
    attachment.undo();
    expect(caret(editor)).toEqual(['hello', 1, 3]);
  });

  test('stands behind the letters that were brought back', () => {
    const { editor, attachment } = attached(stored('one'));
    for (const letter of ' two') edit(editor, () => void $block(0).selectEnd().insertText(letter));
    attachment.undo();
    attachment.redo();
    expect(caret(editor)).toEqual(['one two', 7, 7]);
  });

  test('is found again though others wrote before it', () => {
    const [a, b] = pair('hello');
    pause();
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.select(5, 5));
    edit(a.editor, () => void $block(0).selectEnd().insertText('!'));
    edit(b.editor, () => void $block(0).selectStart().insertText('Oh, '));
    settle([a, b]);
    a.attachment.undo();
    expect(caret(a.editor)).toEqual(['Oh, hello', 9, 9]);
  });
});

describe("Lexical's commands", () => {
  test('undo, redo, tell whether they can, and forget', async () => {
    const { editor, attachment } = attached(stored('one'));
    const told: boolean[] = [];
    const changes = vi.fn();
    editor.registerCommand(
      CAN_UNDO_COMMAND,
      (can) => {
        told.push(can);
        return false;
      },
      COMMAND_PRIORITY_LOW,
    );
    const stop = attachment.onUndoChange(changes);
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    expect(editor.dispatchCommand(UNDO_COMMAND, undefined)).toBe(true);
    await null;
    expect(textOf(editor)).toBe('one');
    editor.dispatchCommand(REDO_COMMAND, undefined);
    await null;
    expect(textOf(editor)).toBe('one!');
    editor.dispatchCommand(CLEAR_HISTORY_COMMAND, undefined);
    expect(attachment.canUndo()).toBe(false);
    expect(told).toEqual([true, false, true, false]);
    expect(changes).toHaveBeenCalledTimes(4);
    stop();
    edit(editor, () => void $block(0).selectEnd().insertText('?'));
    expect(changes).toHaveBeenCalledTimes(4);
  });

  test('do nothing any more once detached', () => {
    const { editor, attachment, doc } = attached(stored('one'));
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    attachment.detach();
    attachment.undo();
    expect(editor.dispatchCommand(UNDO_COMMAND, undefined)).toBe(false);
    expect(documentText(doc)).toBe('one!');
  });
});

import {
  $getSelection,
  $isRangeSelection,
  BLUR_COMMAND,
  COMMAND_PRIORITY_LOW,
  FOCUS_COMMAND,
  getActiveElement,
  type LexicalEditor,
  mergeRegister,
  type NodeKey,
} from 'lexical';
import { useEffect, useState } from 'react';
import { $blockAround } from '../../content/blocks/outline.ts';
import { $blockAtHeight } from './geometry.ts';

/** Pixels left of the text where the handle is, and the mouse may be. */
const GUTTER = 72;

/** The block that the handle stands beside: the one under the mouse; where there is none, the one at the caret. */
export const useHandleTarget = (editor: LexicalEditor, isHeld: boolean): NodeKey | null => {
  const hovered = useHovered(editor, isHeld);
  const focused = useFocused(editor);
  return hovered ?? focused;
};

const useHovered = (editor: LexicalEditor, isHeld: boolean): NodeKey | null => {
  const [key, setKey] = useState<NodeKey | null>(null);
  useEffect(() => {
    if (isHeld) return undefined;
    let frame = 0;
    const move = (event: PointerEvent): void => {
      if (event.pointerType !== 'mouse' || event.buttons !== 0 || frame !== 0) return;
      const { clientX, clientY } = event;
      frame = requestAnimationFrame(() => {
        frame = 0;
        setKey(keyAt(editor, clientX, clientY));
      });
    };
    // Who types looks at the words.
    const hide = (): void => setKey(null);
    document.addEventListener('pointermove', move);
    const offRoot = editor.registerRootListener((root, before) => {
      before?.removeEventListener('keydown', hide);
      root?.addEventListener('keydown', hide);
    });
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('pointermove', move);
      offRoot();
    };
  }, [editor, isHeld]);
  return key;
};

/** On a touch screen nothing hovers. */
const useFocused = (editor: LexicalEditor): NodeKey | null => {
  const [key, setKey] = useState<NodeKey | null>(null);
  useEffect(() => {
    if (!matchMedia('(pointer: coarse)').matches) return undefined;
    const root = editor.getRootElement();
    let isFocused = root !== null && getActiveElement(root) === root;
    const update = (): void => setKey(isFocused ? keyAtCaret(editor) : null);
    const focus = (now: boolean) => () => {
      isFocused = now;
      if (now) update();
      return false;
    };
    return mergeRegister(
      editor.registerUpdateListener(update),
      editor.registerCommand(FOCUS_COMMAND, focus(true), COMMAND_PRIORITY_LOW),
      editor.registerCommand(BLUR_COMMAND, focus(false), COMMAND_PRIORITY_LOW),
    );
  }, [editor]);
  return key;
};

const keyAt = (editor: LexicalEditor, x: number, y: number): NodeKey | null => {
  const box = editor.getRootElement()?.getBoundingClientRect();
  if (box === undefined || x < box.left - GUTTER || x > box.right || y < box.top || y > box.bottom) return null;
  return editor.getEditorState().read(() => $blockAtHeight(editor, y)?.getKey() ?? null);
};

const keyAtCaret = (editor: LexicalEditor): NodeKey | null =>
  editor.getEditorState().read(() => {
    const selection = $getSelection();
    if (selection === null) return null;
    const node = $isRangeSelection(selection) ? selection.focus.getNode() : selection.getNodes()[0];
    return (node && $blockAround(node)?.getKey()) ?? null;
  });

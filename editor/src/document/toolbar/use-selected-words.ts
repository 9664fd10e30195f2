import { createDOMRange } from '@lexical/selection';
import {
  $getSelection,
  $isRangeSelection,
  getActiveElementDeep,
  getComposedEventTarget,
  type LexicalEditor,
} from 'lexical';
import { type RefObject, useEffect, useState } from 'react';
import { $isInCode } from '../blocks/block-type.ts';

/**
 * Whether words are selected that somebody is about to do something with: the text or its tools have the focus, and no
 * mouse is still selecting. Never under a finger: there the system shows tools of its own, and the toolbar is near.
 */
export const useSelectedWords = (editor: LexicalEditor, tools: RefObject<HTMLElement | null>): boolean => {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    let isPressed = false;
    let isTouch = matchMedia('(pointer: coarse)').matches;
    const update = (): void => {
      const isOurs = isFocused(editor, tools.current);
      setShown(!isPressed && !isTouch && isOurs && editor.getEditorState().read($hasWords));
    };
    const press = (event: PointerEvent): void => {
      isTouch = event.pointerType === 'touch';
      const target = getComposedEventTarget(event);
      isPressed = target instanceof Node && editor.getRootElement()?.contains(target) === true;
      if (isPressed) update();
    };
    const release = (): void => {
      if (!isPressed) return;
      isPressed = false;
      update();
    };
    const listeners = [
      ['pointerdown', press],
      ['pointerup', release],
      ['pointercancel', release],
      ['focusin', update],
      ['focusout', () => queueMicrotask(update)],
    ] as const;
    for (const [name, listener] of listeners) document.addEventListener(name, listener as EventListener, true);
    const offUpdate = editor.registerUpdateListener(update);
    return () => {
      for (const [name, listener] of listeners) document.removeEventListener(name, listener as EventListener, true);
      offUpdate();
    };
  }, [editor, tools]);
  return shown;
};

/** Where the selected words are on the screen, as far as they are on it. */
export const selectionRect = (editor: LexicalEditor): DOMRect =>
  editor.getEditorState().read(
    () => {
      const selection = $getSelection();
      if (!$isRangeSelection(selection)) return new DOMRect();
      const { anchor, focus } = selection;
      const range = createDOMRange(editor, anchor.getNode(), anchor.offset, focus.getNode(), focus.offset);
      return range?.getBoundingClientRect() ?? new DOMRect();
    },
    { editor },
  );

const $hasWords = (): boolean => {
  const selection = $getSelection();
  return (
    $isRangeSelection(selection) &&
    !selection.isCollapsed() &&
    !$isInCode(selection) &&
    selection.getTextContent().trim() !== ''
  );
};

const isFocused = (editor: LexicalEditor, tools: HTMLElement | null): boolean => {
  const activeElement = getActiveElementDeep(document);
  const root = editor.getRootElement();
  if (activeElement === null || root === null) return false;
  // The tools' own menus are drawn elsewhere, but are of theirs.
  return (
    root === activeElement ||
    tools?.contains(activeElement) === true ||
    tools?.querySelector('[aria-expanded="true"]') != null
  );
};

import { viewportCoordsToSceneCoords } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { focusedElement } from '../../ui/focused-element.ts';
import { readSetting, writeSetting } from '../../ui/settings.ts';
import { isNoteColor, NOTE_COLORS, type NoteColor } from './colors.ts';
import { addNote, type Place, recolorNotes } from './note-elements.ts';

export const NOTE_KEY = 'N';
const SETTING = 'note-color';

interface NotesInput {
  readonly api: ExcalidrawImperativeAPI | null;
  /** What holds the canvas. */
  readonly container: RefObject<HTMLElement | null>;
  readonly readOnly: boolean;
  /** Whether the key works wherever the focus is. */
  readonly ownsPage: boolean;
}

export interface Notes {
  readonly color: NoteColor;
  /** Puts a note into the middle of what is seen, to write in. */
  add(): void;
  /** The colour of the notes that are selected, and of those to come. */
  choose(color: NoteColor): void;
}

/** Sticky notes: one key makes one where the pointer is, and one writes in it at once. */
export const useNotes = ({ api, container, readOnly, ownsPage }: NotesInput): Notes => {
  const [color, setColor] = useState<NoteColor>(() => {
    const kept = readSetting(SETTING);
    return isNoteColor(kept) ? kept : 'yellow';
  });
  const pointer = useRef<{ readonly clientX: number; readonly clientY: number } | null>(null);

  const put = useCallback(
    (client: { readonly clientX: number; readonly clientY: number } | null): void => {
      const element = container.current;
      if (api === null || element === null || readOnly) return;
      // At once: by the next key something else would still be selected, and written in.
      flushSync(() => addNote(api, NOTE_COLORS[color], placeOf(api, element, client)));
      // Excalidraw opens the text of what is selected by this key, and by no call.
      const canvas = element.querySelector<HTMLElement>('.excalidraw');
      canvas?.focus({ preventScroll: true });
      canvas?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    },
    [api, container, color, readOnly],
  );

  useEffect(() => {
    const element = container.current;
    if (element === null || readOnly) return undefined;
    const target = ownsPage ? document : element;
    const onKey = (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || !isNoteKey(event) || isElsewhere(element)) return;
      event.preventDefault();
      event.stopPropagation();
      put(pointer.current);
    };
    const onMove = (event: PointerEvent): void => {
      const isOnCanvas = event.target instanceof HTMLCanvasElement;
      pointer.current = isOnCanvas ? { clientX: event.clientX, clientY: event.clientY } : null;
    };
    const onLeave = (): void => {
      pointer.current = null;
    };
    target.addEventListener('keydown', onKey, { capture: true });
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerleave', onLeave);
    return () => {
      target.removeEventListener('keydown', onKey, { capture: true });
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerleave', onLeave);
    };
  }, [container, put, readOnly, ownsPage]);

  const choose = useCallback(
    (next: NoteColor): void => {
      setColor(next);
      writeSetting(SETTING, next);
      if (api !== null) recolorNotes(api, NOTE_COLORS[next]);
    },
    [api],
  );

  return { color, add: () => put(null), choose };
};

/** By the letter, and by the place of the key where a keyboard has no such letter. */
const isNoteKey = ({ key, code, ctrlKey, metaKey, altKey, shiftKey, target, isComposing, repeat }: KeyboardEvent) =>
  (key.toLowerCase() === 'n' || (code === 'KeyN' && !/^[a-z]$/i.test(key))) &&
  !(ctrlKey || metaKey || altKey || shiftKey || isComposing || repeat) &&
  !isField(target);

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select') || target.closest('[role="menu"]') !== null);

/** A dialog or a popover of the page has the keys. */
const isElsewhere = (element: HTMLElement): boolean => {
  const activeElement = focusedElement();
  const isInPage = activeElement === null || activeElement === document.body || element.contains(activeElement);
  return !isInPage || element.querySelector('.Modal, .popover') !== null;
};

const placeOf = (
  api: ExcalidrawImperativeAPI,
  element: HTMLElement,
  client: { readonly clientX: number; readonly clientY: number } | null,
): Place => {
  const { left, top, width, height } = element.getBoundingClientRect();
  const middle = { clientX: left + width / 2, clientY: top + height / 2 };
  return viewportCoordsToSceneCoords(client ?? middle, api.getAppState());
};

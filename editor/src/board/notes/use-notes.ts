import { viewportCoordsToSceneCoords } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { type RefObject, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { focusedElement } from '../../ui/focused-element.ts';
import { readSetting, writeSetting } from '../../ui/settings.ts';
import { isNoteColor, NOTE_COLORS, type NoteColor } from './colors.ts';
import { addNote, type Place, recolorNotes, writeInNote } from './note-elements.ts';

export const NOTE_KEY = 'N';
const SETTING = 'note-color';
const TOOL = { type: 'custom', customType: 'note' } as const;

const isTool = ({ type, customType }: { readonly type: string; readonly customType: string | null }): boolean =>
  type === TOOL.type && customType === TOOL.customType;

const nothing = (): void => {};

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
  /** Whether the next click puts a note. */
  readonly isPlacing: boolean;
  /** Takes the tool that puts a note where one clicks next, or lays it down again. */
  pick(): void;
  /** Puts a note into the middle of what is seen, to write in. */
  drop(): void;
  /** The colour of the notes that are selected, and of those to come. */
  choose(color: NoteColor): void;
}

/** Sticky notes: a click puts one there, a key into the middle of what is seen, and one writes in it at once. */
export const useNotes = ({ api, container, readOnly, ownsPage }: NotesInput): Notes => {
  const [color, setColor] = useState<NoteColor>(() => {
    const kept = readSetting(SETTING);
    return isNoteColor(kept) ? kept : 'yellow';
  });
  const isPlacing = useSyncExternalStore(
    useCallback((listener) => api?.onChange(listener) ?? nothing, [api]),
    () => api !== null && isTool(api.getAppState().activeTool),
  );

  const put = useCallback(
    (place: Place): void => {
      const element = container.current;
      if (api === null || element === null || readOnly) return;
      // At once: by the next key something else would still be selected, and written in.
      flushSync(() => addNote(api, NOTE_COLORS[color], place));
      writeInNote(api, element);
    },
    [api, container, color, readOnly],
  );

  const drop = useCallback((): void => {
    if (api !== null && container.current) put(middleOf(api, container.current));
  }, [api, container, put]);

  const pick = useCallback((): void => {
    if (api === null || readOnly) return;
    const isTaken = isTool(api.getAppState().activeTool);
    api.setActiveTool(isTaken ? { type: 'selection' } : TOOL);
    container.current?.querySelector<HTMLElement>('.excalidraw')?.focus({ preventScroll: true });
  }, [api, container, readOnly]);

  useEffect(
    () =>
      api?.onPointerUp((tool, { origin }) => {
        // The canvas ends the gesture, and what is selected with it, after it has told of it: at once then, before the next key.
        if (isTool(tool)) queueMicrotask(() => put(origin));
      }),
    [api, put],
  );

  useEffect(() => {
    const element = container.current;
    if (element === null || readOnly) return undefined;
    const target = ownsPage ? document : element;
    const onKey = (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || !isNoteKey(event) || isElsewhere(element)) return;
      event.preventDefault();
      event.stopPropagation();
      drop();
    };
    target.addEventListener('keydown', onKey, { capture: true });
    return () => target.removeEventListener('keydown', onKey, { capture: true });
  }, [container, drop, readOnly, ownsPage]);

  const choose = useCallback(
    (next: NoteColor): void => {
      setColor(next);
      writeSetting(SETTING, next);
      if (api !== null) recolorNotes(api, NOTE_COLORS[next]);
    },
    [api],
  );

  return { color, isPlacing, pick, drop, choose };
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

const middleOf = (api: ExcalidrawImperativeAPI, element: HTMLElement): Place => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return viewportCoordsToSceneCoords({ clientX: left + width / 2, clientY: top + height / 2 }, api.getAppState());
};

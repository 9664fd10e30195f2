import { loadSceneOrLibraryFromBlob, MIME_TYPES } from '@excalidraw/excalidraw';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { BinaryFiles } from '@excalidraw/excalidraw/types';
import { decodeElement, encodeElement } from '../../content/board/index.ts';
import { withFreshIds } from './fresh-ids.ts';

/** More would make a board that nobody can work with. */
const MOST_ELEMENTS = 50_000;
/** Bytes of a file with its pictures. */
const MOST_BYTES = 100 * 1024 * 1024;

/** Why a file can't be drawn. */
export class UnreadableDrawingError extends Error {
  override readonly name = 'UnreadableDrawingError';
  readonly reason: 'notDrawing' | 'tooLarge' | 'empty';

  constructor(reason: UnreadableDrawingError['reason'], cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

export interface Drawing {
  /** Under ids that no board has yet. */
  readonly elements: readonly ExcalidrawElement[];
  readonly files: BinaryFiles;
  /** Parts of the file that no board could show. */
  readonly left: number;
}

const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * What is drawn in a file: one of Excalidraw's, or a PNG or SVG that has the drawing within. Null for a library of
 * shapes. Rejects with `UnreadableDrawingError` for everything else.
 */
export const readDrawing = async (file: Blob): Promise<Drawing | null> => {
  if (file.size > MOST_BYTES) throw new UnreadableDrawingError('tooLarge');
  const loaded = await loadSceneOrLibraryFromBlob(file, null, null).catch((error: unknown) => {
    throw new UnreadableDrawingError('notDrawing', error);
  });
  if (loaded.type !== MIME_TYPES.excalidraw) return null;
  const { elements, files } = loaded.data;
  const present = elements.filter(({ isDeleted }) => !isDeleted);
  if (present.length > MOST_ELEMENTS) throw new UnreadableDrawingError('tooLarge');
  const shown = present.filter(isShowable);
  if (shown.length === 0) throw new UnreadableDrawingError('empty');
  return { elements: withFreshIds(shown, newId), files, left: present.length - shown.length };
};

/** What the board's document refuses would be seen in this window alone, until it is closed. */
const isShowable = (element: ExcalidrawElement): boolean => {
  const parts = encodeElement({ ...element, index: 'a0' });
  return parts !== null && decodeElement(element.id, parts) !== null;
};

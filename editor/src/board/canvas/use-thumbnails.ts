import { exportToCanvas } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type * as Y from 'yjs';
import type { Connection } from '../../client/index.ts';
import type { BoardBinding } from '../binding/index.ts';
import type { Images } from '../images/use-images.ts';

/** How long the board has to rest before its picture is made, and how far apart pictures are, milliseconds. */
const REST = 2_000;
const APART = 10_000;
/** Pixels: what a list shows, on a screen of double density. */
const LARGEST = 320;
/** A board of more is pictured only while it is still worth a moment's stop. */
const MOST_ELEMENTS = 5_000;

interface ThumbnailsInput {
  readonly api: ExcalidrawImperativeAPI | null;
  readonly binding: BoardBinding | null;
  readonly connection: Connection;
  readonly images: Images;
  readonly readOnly: boolean;
  /** Whether the picture there is, if any, is older than what is drawn. */
  readonly isStale: boolean;
  readonly onThumbnail: ((picture: Blob) => void) | undefined;
}

/**
 * Makes a small picture of the board once what was drawn in this window rests, or as one leaves it: of each change, by
 * the one window it was made in. Where that was closed too soon, or was a program's, the next one to open makes it.
 */
export const useThumbnails = ({ api, binding, onThumbnail, ...input }: ThumbnailsInput): void => {
  const { connection, images, readOnly, isStale } = input;
  const latest = useRef({ onThumbnail, images });
  useEffect(() => {
    latest.current = { onThumbnail, images };
  });

  // By the time of an effect's end, the canvas has let go of what was drawn.
  useLayoutEffect(() => {
    if (api === null || binding === null || readOnly) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    let current = true;
    const make = async (): Promise<void> => {
      timer = undefined;
      last = Date.now();
      const picture = await pictureOf(api);
      if (picture !== null) latest.current.onThumbnail?.(picture);
    };
    const soon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void make().catch(reportError), Math.max(REST, last + APART - Date.now()));
    };
    const onUpdate = (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction): void => {
      if (local) soon();
    };
    connection.doc.on('update', onUpdate);
    const catchUp = async (): Promise<void> => {
      await binding.whenShown;
      await latest.current.images.settled();
      if (current && api.getSceneElements().length > 0) soon();
    };
    if (isStale) void catchUp();
    return () => {
      current = false;
      connection.doc.off('update', onUpdate);
      if (timer === undefined) return;
      clearTimeout(timer);
      void make().catch(reportError);
    };
  }, [api, binding, connection, readOnly, isStale]);
};

const pictureOf = async (api: ExcalidrawImperativeAPI): Promise<Blob | null> => {
  const elements = api.getSceneElements();
  if (elements.length > MOST_ELEMENTS) return null;
  const canvas = await exportToCanvas({
    elements,
    appState: { exportBackground: true, viewBackgroundColor: '#ffffff', exportWithDarkMode: false },
    files: api.getFiles(),
    maxWidthOrHeight: LARGEST,
  });
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.85));
};

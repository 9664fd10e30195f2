import { exportToCanvas } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { useEffect, useRef } from 'react';
import type * as Y from 'yjs';
import type { Connection } from '../../client/index.ts';

/** How long the board has to rest before its picture is made, and how far apart pictures are, milliseconds. */
const REST = 2_000;
const APART = 10_000;
/** Pixels: what a list shows, on a screen of double density. */
const LARGEST = 320;
/** A board of more is pictured only while it is still worth a moment's stop. */
const MOST_ELEMENTS = 5_000;

interface ThumbnailsInput {
  readonly api: ExcalidrawImperativeAPI | null;
  readonly connection: Connection;
  readonly readOnly: boolean;
  readonly onThumbnail: ((picture: Blob) => void) | undefined;
}

/** Makes a small picture of the board once what was drawn in this window rests: of each change, by the one window it was made in. */
export const useThumbnails = ({ api, connection, readOnly, onThumbnail }: ThumbnailsInput): void => {
  const latest = useRef(onThumbnail);
  useEffect(() => {
    latest.current = onThumbnail;
  });

  useEffect(() => {
    if (api === null || readOnly) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    const make = async (): Promise<void> => {
      last = Date.now();
      const picture = await pictureOf(api);
      if (picture !== null) latest.current?.(picture);
    };
    const soon = (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction): void => {
      if (!local) return;
      clearTimeout(timer);
      timer = setTimeout(() => void make().catch(reportError), Math.max(REST, last + APART - Date.now()));
    };
    connection.doc.on('update', soon);
    return () => {
      clearTimeout(timer);
      connection.doc.off('update', soon);
    };
  }, [api, connection, readOnly]);
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

import { exportToBlob, exportToSvg, serializeAsJSON } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { BoardFormat } from '../BoardSurface.tsx';

/** Pixels of a picture for one of the board, and round it. */
const SCALE = 2;
const MARGIN = 16;

/** The board as the bytes of a file, in the light of day: a picture is for paper and for others. */
export const writeBoard = async (api: ExcalidrawImperativeAPI, format: BoardFormat): Promise<Blob> => {
  const elements = api.getSceneElements();
  const files = api.getFiles();
  if (format === 'excalidraw') {
    const json = serializeAsJSON(elements, api.getAppState(), files, 'local');
    return new Blob([json], { type: 'application/vnd.excalidraw+json' });
  }
  const appState = { exportBackground: true, viewBackgroundColor: '#ffffff', exportWithDarkMode: false };
  const picture = { elements, files, appState, exportPadding: MARGIN };
  if (format === 'svg') return new Blob([(await exportToSvg(picture)).outerHTML], { type: 'image/svg+xml' });
  return exportToBlob({
    ...picture,
    mimeType: 'image/png',
    getDimensions: (width: number, height: number) => ({ width: width * SCALE, height: height * SCALE, scale: SCALE }),
  });
};

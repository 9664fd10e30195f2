import { exportToSvg, getCommonBounds } from '@excalidraw/excalidraw';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { BinaryFileData, BinaryFiles } from '@excalidraw/excalidraw/types';
import type { Uploads } from '../../client/index.ts';
import { type BoardElement, boardFiles, readFile } from '../../content/board/index.ts';
import { dataAddressOf } from '../images/data-address.ts';
import { pictureBytes } from '../images/picture-bytes.ts';
import type { Scene } from './scene.ts';

/** Round the picture, the board's own pixels. */
const MARGIN = 24;
const NAME = { fontSize: 14, height: 17.5, gap: 4, widthOfLetter: 8 };

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawnScene {
  readonly svg: Blob;
  readonly width: number;
  readonly height: number;
  /** Where an element is in the picture; null for one that isn't in it. */
  boxOf(id: string): Box | null;
}

interface DrawOptions {
  readonly files: BinaryFiles;
  readonly dark: boolean;
}

/** Elements as a picture, with the names of frames and all fonts and pictures inside. */
export const drawScene = async (
  elements: readonly BoardElement[],
  { files, dark }: DrawOptions,
): Promise<DrawnScene> => {
  // The canvas changes in place what it is given.
  const shown = structuredClone([...elements, ...elements.flatMap((element) => nameOf(element) ?? [])]).map(
    (element, at) => ({ ...element, version: 1, versionNonce: at + 1, updated: 1 }),
  ) as unknown as ExcalidrawElement[];
  const svg = await exportToSvg({
    elements: shown,
    files,
    exportPadding: MARGIN,
    appState: {
      exportBackground: true,
      viewBackgroundColor: '#ffffff',
      exportWithDarkMode: dark,
      // Their names would be beyond the bounds that are known here.
      frameRendering: { enabled: true, clip: true, outline: true, name: false },
    },
  });
  const ids = new Set(shown.map(({ id }) => id));
  // What is in a frame ends with it.
  const outermost = shown.filter(({ frameId }) => frameId === null || !ids.has(frameId));
  const [left, top, right, bottom] = getCommonBounds(outermost.length > 0 ? outermost : shown);
  const byId = new Map(shown.map((element) => [element.id, element]));
  return {
    svg: new Blob([svg.outerHTML], { type: 'image/svg+xml' }),
    width: right - left + 2 * MARGIN,
    height: bottom - top + 2 * MARGIN,
    boxOf: (id) => {
      const element = byId.get(id);
      if (element === undefined) return null;
      const [x, y, endX, endY] = getCommonBounds([element]);
      return { x: x - left + MARGIN, y: y - top + MARGIN, width: endX - x, height: endY - y };
    },
  };
};

/** The name of a frame as a text above it. */
const nameOf = (element: BoardElement): BoardElement | null => {
  if (element.type !== 'frame' || element.name === null || element.name.trim() === '') return null;
  const { fontSize, height, gap, widthOfLetter } = NAME;
  const text = element.name.trim();
  return {
    ...element,
    id: `${element.id} name`,
    type: 'text',
    text,
    originalText: text,
    x: element.x,
    y: element.y - height - gap,
    width: text.length * widthOfLetter,
    height,
    fontSize,
    fontFamily: 2,
    lineHeight: 1.25,
    autoResize: true,
    textAlign: 'left',
    verticalAlign: 'top',
    containerId: null,
    frameId: null,
    groupIds: [],
    boundElements: [],
    strokeColor: '#6b7280',
    backgroundColor: 'transparent',
  } as BoardElement;
};

/** The bytes of all pictures among the elements, as far as they can be had. */
export const picturesOf = async (
  scenes: readonly Scene[],
  elements: readonly BoardElement[],
  uploads: Uploads | null,
): Promise<BinaryFiles> => {
  if (uploads === null) return {};
  const ids = new Set(elements.flatMap((element) => (element.type === 'image' && element.fileId) || []));
  const found = await Promise.all(
    [...ids].map(async (id): Promise<BinaryFileData[]> => {
      const file = scenes.map(({ doc }) => readFile(boardFiles(doc).get(id))).find((each) => each !== null);
      if (!file) return [];
      try {
        const dataURL = await dataAddressOf(await pictureBytes(uploads, file.hash), file.mimeType);
        return [{ id, dataURL, mimeType: file.mimeType, created: file.created } as BinaryFileData];
      } catch {
        // It is shown as a frame without a picture.
        return [];
      }
    }),
  );
  return Object.fromEntries(found.flat().map((file) => [file.id, file]));
};

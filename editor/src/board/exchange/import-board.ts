import type { BinaryFileData } from '@excalidraw/excalidraw/types';
import {
  type Assets,
  type Connection,
  type ConnectOptions,
  connect,
  connectAssets,
  type UploadOptions,
  uploadIfTaken,
} from '../../client/index.ts';
import { boardFiles, putElements } from '../../content/board/index.ts';
import { blobOf } from '../images/data-address.ts';
import { type Drawing, readDrawing, UnreadableDrawingError } from './read-drawing.ts';

interface BoardTarget {
  /** The service's address. */
  readonly url: string;
  /** Makes the board, empty, and names it; resolves with its id. */
  create(title: string): Promise<string>;
  /** Takes back a board that nothing came of. */
  discard(id: string): Promise<unknown>;
  tokenFor(id: string): ConnectOptions['token'];
}

export interface ImportedBoard {
  readonly id: string;
  readonly title: string;
  /** Parts of the file that no board could show. */
  readonly left: number;
  /** Pictures that are damaged, or that the service won't have: where they were is a place without one. */
  readonly missing: number;
}

/** Of a document, as the server takes it. */
const LONGEST_TITLE = 200;

/** Shares of the way: read, and its pictures stored. */
const READ = 0.2;
const PICTURES = 0.8;

/**
 * Makes a board of a file; `onProgress` is told how far it is, from 0 to 1. Resolves once all of it is stored on the
 * server. Rejects with `UnreadableDrawingError`, an `AbortError`, or with what the server said; of the board nothing is
 * left then.
 */
export const importBoard = async (
  file: File,
  target: BoardTarget,
  signal: AbortSignal,
  onProgress: (part: number) => void,
): Promise<ImportedBoard> => {
  const drawing = await readDrawing(file);
  signal.throwIfAborted();
  if (drawing === null) throw new UnreadableDrawingError('notDrawing');
  onProgress(READ);
  const title = file.name.replace(/\.excalidraw(\.json)?$/i, '').slice(0, LONGEST_TITLE);
  const id = await target.create(title);
  try {
    const missing = await fill(id, drawing, target, signal, onProgress);
    return { id, title, left: drawing.left, missing };
  } catch (error) {
    await target.discard(id).catch(() => undefined);
    throw error;
  }
};

/** Resolves with how many pictures couldn't be stored. */
const fill = async (
  id: string,
  { elements, files }: Drawing,
  { url, tokenFor }: BoardTarget,
  signal: AbortSignal,
  onProgress: (part: number) => void,
): Promise<number> => {
  const token = tokenFor(id);
  const options = token === undefined ? {} : { token };
  const assets = connectAssets(url, id, options);
  const used = new Set(elements.flatMap((each) => (each.type === 'image' ? (each.fileId ?? []) : [])));
  const pictures = Object.values(files).filter((each) => used.has(each.id));
  let missing = used.size;
  // Kept on the server alone: nobody here has opened it yet.
  const connection = connect(url, id, { ...options, offline: false });
  try {
    await unlessAborted(connection.whenSynced, signal);
    for (const [at, { id: fileId, dataURL, mimeType, created }] of pictures.entries()) {
      const share = (part: number): void => onProgress(READ + ((at + part) / pictures.length) * (PICTURES - READ));
      const hash = await store(assets, { dataURL, mimeType }, { signal, onProgress: share });
      if (hash === null) continue;
      boardFiles(connection.doc).set(fileId, { hash, mimeType, created });
      missing--;
    }
    onProgress(PICTURES);
    putElements(connection.doc, elements);
    await unlessAborted(stored(connection), signal);
    onProgress(1);
    return missing;
  } finally {
    await connection.destroy();
  }
};

/** Null for what is no picture, be it that its address holds no bytes, or that the service won't have those. */
const store = async (
  assets: Assets,
  { dataURL, mimeType }: Pick<BinaryFileData, 'dataURL' | 'mimeType'>,
  options: UploadOptions,
): Promise<string | null> => {
  let bytes: Blob;
  try {
    bytes = blobOf(dataURL, mimeType);
  } catch {
    return null;
  }
  return uploadIfTaken(assets, bytes, options);
};

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

const stored = (connection: Connection): Promise<void> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      const { state } = connection.saved.value;
      if (state === 'saved') resolve();
      else if (state === 'refused') reject(new Error('the server didn’t take it'));
    };
    connection.saved.subscribe(look);
    look();
  });

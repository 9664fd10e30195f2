import { type Connection, type ConnectOptions, connect, connectAssets } from '../../client/index.ts';
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

/** Of a document, as the server takes it. */
const LONGEST_TITLE = 200;

/**
 * Makes a board of a file. Resolves once all of it is stored on the server. Rejects with `UnreadableDrawingError`, or
 * with what the server said; of the board nothing is left then.
 */
export const importBoard = async (file: File, target: BoardTarget): Promise<{ id: string; title: string }> => {
  const drawing = await readDrawing(file);
  if (drawing === null) throw new UnreadableDrawingError('notDrawing');
  const title = file.name.replace(/\.excalidraw(\.json)?$/i, '').slice(0, LONGEST_TITLE);
  const id = await target.create(title);
  try {
    await fill(id, drawing, target);
    return { id, title };
  } catch (error) {
    await target.discard(id).catch(() => undefined);
    throw error;
  }
};

const fill = async (id: string, { elements, files }: Drawing, { url, tokenFor }: BoardTarget): Promise<void> => {
  const token = tokenFor(id);
  const options = token === undefined ? {} : { token };
  const assets = connectAssets(url, id, options);
  const used = new Set(elements.map((each) => (each.type === 'image' ? each.fileId : null)));
  // Kept on the server alone: nobody here has opened it yet.
  const connection = connect(url, id, { ...options, offline: false });
  try {
    await connection.whenSynced;
    for (const { id: fileId, dataURL, mimeType, created } of Object.values(files)) {
      if (!used.has(fileId)) continue;
      const { hash } = await assets.upload(blobOf(dataURL, mimeType));
      boardFiles(connection.doc).set(fileId, { hash, mimeType, created });
    }
    putElements(connection.doc, elements);
    await stored(connection);
  } finally {
    await connection.destroy();
  }
};

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

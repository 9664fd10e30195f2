import * as Y from 'yjs';
import { connect, connectAssets, uploadIfTaken } from '../../client/index.ts';
import type { ImportNote } from '../../content/formats/index.ts';
import { type HeldPicture, MOST_BYTES } from './jobs.ts';
import { nextTask } from './next-task.ts';
import { RefusedError, Work } from './work.ts';

/** How far a file is: 0 to 1. */
type OnProgress = (part: number) => void;

export interface ImportTarget {
  /** The service's address. */
  readonly url: string;
  /** Makes the document, empty, and names it; resolves with its id. */
  create(title: string): Promise<string>;
  /** Takes back a document that nothing came of. */
  discard(id: string): Promise<unknown>;
}

export interface Imported {
  readonly id: string;
  readonly title: string;
  readonly notes: readonly ImportNote[];
  /** Pictures within the file that the service won't have. */
  readonly refused: number;
}

/** Shares of the way: with the worker, read, and the rest is storing it. */
const SENT = 0.05;
const OPENED = 0.5;

/**
 * Makes a document of a file. Resolves once all of it is stored on the server. Throws `RefusedError`, an `AbortError`,
 * or what the server said; of the document nothing is left then.
 */
export async function importFile(
  file: File,
  target: ImportTarget,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Imported> {
  if (file.size > MOST_BYTES) throw new RefusedError({ why: 'too-large', bytes: file.size, most: MOST_BYTES });
  const work = new Work(signal);
  let id: string | null = null;
  try {
    const bytes = await file.arrayBuffer();
    onProgress(SENT);
    work.ask({ kind: 'open', name: file.name, mediaType: file.type, bytes }, [bytes]);
    let opened = await work.next();
    const pictures = new Map<string, HeldPicture>();
    for (; opened.kind === 'read' || opened.kind === 'picture'; opened = await work.next()) {
      if (opened.kind === 'picture') pictures.set(opened.hash, opened);
      else onProgress(SENT + opened.done * (OPENED - SENT));
    }
    if (opened.kind !== 'opened') throw new Error(`unexpected ${opened.kind}`);
    id = await target.create(opened.title);
    const refused = await storePictures(id, target.url, [...pictures.values()], signal);
    await store(id, target.url, work, signal, (part) => onProgress(OPENED + part * (1 - OPENED)));
    return { id, title: opened.title, notes: opened.notes, refused };
  } catch (error) {
    if (id !== null) await target.discard(id).catch(() => undefined);
    throw error;
  } finally {
    work.end();
  }
}

/** Resolves with how many the service won't have. */
async function storePictures(
  id: string,
  url: string,
  pictures: readonly HeldPicture[],
  signal: AbortSignal,
): Promise<number> {
  const assets = connectAssets(url, id);
  let refused = 0;
  for (const { bytes, type } of pictures) {
    if ((await uploadIfTaken(assets, new Blob([bytes], { type }), { signal })) === null) refused++;
  }
  return refused;
}

async function store(id: string, url: string, work: Work, signal: AbortSignal, onProgress: OnProgress): Promise<void> {
  // Kept on the server alone: nobody here has opened it yet.
  const connection = connect(url, id, { offline: false });
  try {
    await Promise.race([connection.whenSynced, cancelled(signal)]);
    work.ask({ kind: 'fill', state: Y.encodeStateAsUpdate(connection.doc) });
    for (let answer = await work.next(); answer.kind !== 'finished'; answer = await work.next()) {
      if (answer.kind !== 'update') throw new Error(`unexpected ${answer.kind}`);
      Y.applyUpdate(connection.doc, answer.update);
      onProgress((answer.done / answer.total) * 0.9);
      await nextTask();
    }
    await Promise.race([
      cancelled(signal),
      new Promise<void>((resolve, reject) => {
        const stop = connection.saved.subscribe((saved) => {
          if (saved.state === 'saved') resolve();
          else if (saved.state === 'refused') reject(new Error('the server didn’t take it'));
          else return;
          queueMicrotask(() => stop());
        });
        const { state } = connection.saved.value;
        if (state === 'saved') resolve();
      }),
    ]);
    onProgress(1);
  } finally {
    await connection.destroy();
  }
}

const cancelled = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const stop = (): void => reject(new DOMException('Cancelled', 'AbortError'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });

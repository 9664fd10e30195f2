import type * as Y from 'yjs';
import { isAssetHash } from '../../protocol/index.ts';
import { isNumber, isRecord, isString } from './guards.ts';
import { boardFiles } from './schema.ts';
import { shownElements } from './store.ts';

/** What a board knows of a picture; its bytes are an asset of the document. */
export interface BoardFile {
  /** SHA-256 of the bytes. */
  readonly hash: string;
  readonly mimeType: string;
  /** Milliseconds. */
  readonly created: number;
}

const MIME_TYPE = /^image\/[a-z0-9.+-]{1,64}$/;

/** Null for what is none. */
export const readFile = (value: unknown): BoardFile | null => {
  if (!isRecord(value)) return null;
  const { hash, mimeType, created } = value;
  if (!isAssetHash(hash) || !isString(mimeType, 100) || !MIME_TYPE.test(mimeType)) return null;
  return { hash, mimeType, created: isNumber(created, 0, Number.MAX_SAFE_INTEGER) ? created : 0 };
};

/** Hashes of the assets that pictures on the board show, those of deleted pictures not among them. */
export const boardAssets = (doc: Y.Doc): Set<string> => {
  const files = boardFiles(doc);
  const hashes = new Set<string>();
  for (const element of shownElements(doc)) {
    if (element.type !== 'image' || element.fileId === null) continue;
    const file = readFile(files.get(element.fileId));
    if (file) hashes.add(file.hash);
  }
  return hashes;
};

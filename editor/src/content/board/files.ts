import type * as Y from 'yjs';
import { isAssetHash } from '../../protocol/index.ts';
import { isNumber, isRecord, isString } from './guards.ts';
import { boardElements, boardFiles } from './schema.ts';
import { partsOf } from './store.ts';

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

/**
 * Hashes of assets that the board knows and shows no longer, since whatever showed them is deleted: the pictures of
 * elements that this version can't read are not among them.
 */
export const unusedBoardAssets = (doc: Y.Doc): Set<string> => {
  const used = usedFiles(doc);
  const unused = new Set<string>();
  const kept = new Set<string>();
  for (const [id, value] of boardFiles(doc)) {
    const file = readFile(value);
    if (file) (used.has(id) ? kept : unused).add(file.hash);
  }
  for (const hash of kept) unused.delete(hash);
  return unused;
};

const usedFiles = (doc: Y.Doc): Set<unknown> => {
  const used = new Set<unknown>();
  for (const id of boardElements(doc).keys()) {
    const parts = partsOf(doc, id);
    if (parts && parts.isDeleted !== true) used.add(parts.fileId);
  }
  return used;
};

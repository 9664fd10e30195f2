import type { AssetStore, DocumentMeta, DocumentStore } from '@cowrite/storage';
import { newDocumentId } from './new-document-id.ts';

interface Copy {
  /** A new one unless given. */
  readonly id?: string;
  readonly source: DocumentMeta;
  readonly title: string;
  /** All that it begins with. */
  readonly update: Uint8Array;
  readonly user: string | null;
}

interface Stores {
  readonly store: DocumentStore;
  /** Null: nothing is uploaded here. */
  readonly assets: AssetStore | null;
}

/** A new document of the same kind, which holds the pictures and files of the one it is from. */
export const makeCopy = async (
  { store, assets }: Stores,
  { id = newDocumentId(), source, title, update, user }: Copy,
): Promise<DocumentMeta> => {
  const by = user === null ? {} : { user };
  const copy = await store.create({ id, kind: source.kind, title, update, ...by });
  await assets?.share(source.id, copy.id);
  return copy;
};

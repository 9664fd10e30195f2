import type { DocumentKind } from '@cowrite/storage';

/** A document as updates that come to it when they are applied in order. */
export interface SmallDocument {
  readonly kind: DocumentKind;
  readonly updates: readonly Uint8Array[];
}

/** Several on their way to another thread: cloning them one by one would cost more than reading them there. */
export interface PackedDocuments {
  readonly kinds: readonly DocumentKind[];
  /** How many updates each has, and how long these are. */
  readonly counts: Uint32Array;
  readonly lengths: Uint32Array;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const packDocuments = (documents: readonly SmallDocument[]): PackedDocuments => {
  const updates = documents.flatMap((document) => document.updates);
  const bytes = new Uint8Array(updates.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const update of updates) {
    bytes.set(update, at);
    at += update.length;
  }
  return {
    kinds: documents.map(({ kind }) => kind),
    counts: Uint32Array.from(documents, (document) => document.updates.length),
    lengths: Uint32Array.from(updates, ({ length }) => length),
    bytes,
  };
};

export const unpackDocuments = ({ kinds, counts, lengths, bytes }: PackedDocuments): SmallDocument[] => {
  let end = 0;
  const updates = Array.from(lengths, (length) => {
    end += length;
    return bytes.subarray(end - length, end);
  });
  return kinds.map((kind, index) => ({ kind, updates: updates.splice(0, counts[index] ?? 0) }));
};

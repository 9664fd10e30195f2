import { ByteReader } from '../sync/byte-reader.ts';
import { ByteWriter } from '../sync/byte-writer.ts';

/** What a room wants to know of a snapshot without reading it; stored beside it. Its bytes are in Yjs' encoding. */
export interface Summary {
  readonly stateVector: Uint8Array;
  readonly deleteSet: Uint8Array;
  /** How many types lie in each other at the deepest place; 0 where a version stored it that didn't look. */
  readonly nesting: number;
}

export const encodeSummary = ({ stateVector, deleteSet, nesting }: Summary): Uint8Array => {
  const writer = new ByteWriter(stateVector.length + deleteSet.length + 16);
  writer.varBytes(stateVector);
  writer.varBytes(deleteSet);
  writer.varUint(nesting);
  return writer.take();
};

export const decodeSummary = (bytes: Uint8Array): Summary => {
  const reader = new ByteReader(bytes);
  const stateVector = reader.varBytes();
  const deleteSet = reader.varBytes();
  const nesting = reader.position < bytes.length ? reader.varUint() : 0;
  reader.expectEnd();
  return { stateVector, deleteSet, nesting };
};

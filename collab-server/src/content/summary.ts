import { ByteReader } from '../sync/byte-reader.ts';
import { ByteWriter } from '../sync/byte-writer.ts';

/** What a room wants to know of a snapshot without reading it; stored beside it. Both parts in Yjs' encoding. */
export interface Summary {
  readonly stateVector: Uint8Array;
  readonly deleteSet: Uint8Array;
}

export const encodeSummary = ({ stateVector, deleteSet }: Summary): Uint8Array => {
  const writer = new ByteWriter(stateVector.length + deleteSet.length + 16);
  writer.varBytes(stateVector);
  writer.varBytes(deleteSet);
  return writer.take();
};

export const decodeSummary = (bytes: Uint8Array): Summary => {
  const reader = new ByteReader(bytes);
  const stateVector = reader.varBytes();
  const deleteSet = reader.varBytes();
  reader.expectEnd();
  return { stateVector, deleteSet };
};

import { ByteReader, MalformedError } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** By clientID, how many clocks are known: Yjs' state vector. */
export type StateVector = Map<number, number>;

export const encodeStateVector = (vector: ReadonlyMap<number, number>): Buffer => {
  const writer = new ByteWriter(16 + vector.size * 8);
  writer.varUint(vector.size);
  for (const [client, clock] of vector) {
    writer.varUint(client);
    writer.varUint(clock);
  }
  return writer.take();
};

/** Throws `MalformedError`. */
export const decodeStateVector = (bytes: Uint8Array): StateVector => {
  const reader = new ByteReader(bytes);
  const vector: StateVector = new Map();
  for (let left = reader.varUint(); left > 0; left--) {
    const client = reader.varUint();
    const clock = reader.varUint();
    if (vector.has(client)) throw new MalformedError('client twice');
    vector.set(client, clock);
  }
  reader.expectEnd();
  return vector;
};

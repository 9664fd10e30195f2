import { MessageType } from '@cowrite/editor/protocol';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import type { Dialect } from '../targets.ts';

/** A client's clocks from `from` up to `to`, exclusively. */
interface ClockRange {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

export type Incoming =
  | { readonly kind: 'update'; readonly isAnswer: boolean; readonly update: Uint8Array; readonly ranges: ClockRange[] }
  | { readonly kind: 'awareness'; readonly entries: readonly { readonly client: number; readonly clock: number }[] }
  | { readonly kind: 'question' }
  /** A piece of a message: what stands behind its type. */
  | { readonly kind: 'part'; readonly body: Uint8Array }
  | { readonly kind: 'other' };

const LARGEST_KEPT = 1024 * 1024;
const MOST_KEPT = 2048;
const MOST_BYTES_KEPT = 64 * 1024 * 1024;
const FNV_PRIME = 0x01000193;

interface Kept {
  readonly bytes: Buffer;
  readonly incoming: Incoming;
}

/** Says what a server's messages hold. A broadcast reaches many readers of this process, and is decoded for the first. */
export class MessageReader {
  readonly #isHocuspocus: boolean;
  readonly #kept = new Map<number, Kept>();
  #keptBytes = 0;

  constructor(dialect: Dialect) {
    this.#isHocuspocus = dialect === 'hocuspocus';
  }

  read(buffer: Buffer, start: number, end: number): Incoming {
    const length = end - start;
    if (length > LARGEST_KEPT) return this.#decode(Buffer.from(buffer.subarray(start, end)));
    const hash = hashOf(buffer, start, end);
    const kept = this.#kept.get(hash);
    if (kept?.bytes.length === length && buffer.compare(kept.bytes, 0, length, start, end) === 0) return kept.incoming;
    const bytes = Buffer.from(buffer.subarray(start, end));
    const incoming = this.#decode(bytes);
    this.#keep(hash, { bytes, incoming });
    return incoming;
  }

  #keep(hash: number, kept: Kept): void {
    if (this.#kept.size >= MOST_KEPT || this.#keptBytes > MOST_BYTES_KEPT) {
      this.#kept.clear();
      this.#keptBytes = 0;
    }
    this.#kept.set(hash, kept);
    this.#keptBytes += kept.bytes.length;
  }

  #decode(message: Buffer): Incoming {
    const decoder = decoding.createDecoder(message);
    if (this.#isHocuspocus) decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === MessageType.sync) return decodeSync(decoder);
    if (type === MessageType.awareness) return decodeAwareness(decoder);
    if (type === MessageType.part && !this.#isHocuspocus) {
      return { kind: 'part', body: decoding.readTailAsUint8Array(decoder) };
    }
    return { kind: 'other' };
  }
}

/** Of all of a short message, of both ends of a long one. */
const hashOf = (buffer: Buffer, start: number, end: number): number => {
  let hash = end - start;
  const mix = (from: number, to: number): void => {
    for (let index = from; index < to; index++) hash = Math.imul(hash ^ (buffer[index] ?? 0), FNV_PRIME);
  };
  if (end - start <= 96) mix(start, end);
  else {
    mix(start, start + 64);
    mix(end - 32, end);
  }
  return hash;
};

const decodeSync = (decoder: decoding.Decoder): Incoming => {
  const type = decoding.readVarUint(decoder);
  const update = decoding.readVarUint8Array(decoder);
  if (type === 0) return { kind: 'question' };
  const { from, to } = Y.parseUpdateMeta(update);
  const ranges = [...to].map(([client, end]) => ({ client, from: from.get(client) ?? 0, to: end }));
  return { kind: 'update', isAnswer: type === 1, update, ranges };
};

const decodeAwareness = (message: decoding.Decoder): Incoming => {
  const decoder = decoding.createDecoder(decoding.readVarUint8Array(message));
  const entries = Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const entry = { client: decoding.readVarUint(decoder), clock: decoding.readVarUint(decoder) };
    decoding.readVarString(decoder);
    return entry;
  });
  return { kind: 'awareness', entries };
};

import type { LogRow } from '../document-store.ts';

/**
 * Log rows on their way out of the thread: one transferred buffer and three short lists. Cloning rows one by one would
 * cost the main thread more than reading them cost this one.
 */
export interface PackedLog {
  readonly firstSeq: number;
  readonly times: Float64Array;
  readonly lengths: Uint32Array;
  /** Index into `names` + 1; 0: nobody. */
  readonly users: Uint32Array;
  readonly names: string[];
  /** The updates one after the other, but for the large ones. */
  readonly bytes: ArrayBuffer;
  /** Those of more than `largestPacked`, in order. */
  readonly large: Uint8Array<ArrayBuffer>[];
}

/** Above this, copying an update would hold up the one who unpacks it: it crosses on its own buffer. */
const largestPacked = 256 * 1024;

export function packLog(rows: readonly LogRow[]): PackedLog {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const number = (name: string | null) => {
    if (name === null) return 0;
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, names.push(name));
    return names.length;
  };
  const packed = rows.filter(({ update }) => update.byteLength <= largestPacked);
  const bytes = new Uint8Array(packed.reduce((size, { update }) => size + update.byteLength, 0));
  let at = 0;
  for (const { update } of packed) {
    bytes.set(update, at);
    at += update.byteLength;
  }
  const large = rows.filter(({ update }) => update.byteLength > largestPacked).map(({ update }) => onItsOwn(update));
  return {
    firstSeq: rows[0]?.seq ?? 0,
    times: Float64Array.from(rows, (row) => row.at),
    lengths: Uint32Array.from(rows, (row) => row.update.byteLength),
    users: Uint32Array.from(rows, (row) => number(row.user)),
    names,
    bytes: bytes.buffer,
    large,
  };
}

/** Each update gets a buffer of its own: the caller may transfer one without losing the others. */
export function unpackLog({ firstSeq, times, lengths, users, names, bytes, large }: PackedLog): LogRow[] {
  const rows: LogRow[] = [];
  const alone = large.values();
  let at = 0;
  const next = (length: number) => {
    if (length > largestPacked) return alone.next().value ?? new Uint8Array(0);
    at += length;
    return new Uint8Array(bytes.slice(at - length, at));
  };
  for (const [index, length] of lengths.entries()) {
    rows.push({
      seq: firstSeq + index,
      update: next(length),
      user: names[(users[index] ?? 0) - 1] ?? null,
      at: times[index] ?? 0,
    });
  }
  return rows;
}

/** The bytes on a buffer that nothing else lies on, which can be transferred. */
export function onItsOwn(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? new Uint8Array(buffer)
    : Uint8Array.from(bytes);
}

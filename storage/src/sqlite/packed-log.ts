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
  readonly bytes: ArrayBuffer;
}

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
  const bytes = new Uint8Array(rows.reduce((size, row) => size + row.update.byteLength, 0));
  let at = 0;
  for (const { update } of rows) {
    bytes.set(update, at);
    at += update.byteLength;
  }
  return {
    firstSeq: rows[0]?.seq ?? 0,
    times: Float64Array.from(rows, (row) => row.at),
    lengths: Uint32Array.from(rows, (row) => row.update.byteLength),
    users: Uint32Array.from(rows, (row) => number(row.user)),
    names,
    bytes: bytes.buffer,
  };
}

/** Each update gets a buffer of its own: the caller may transfer one without losing the others. */
export function unpackLog({ firstSeq, times, lengths, users, names, bytes }: PackedLog): LogRow[] {
  const rows: LogRow[] = [];
  let at = 0;
  for (const [index, length] of lengths.entries()) {
    rows.push({
      seq: firstSeq + index,
      update: new Uint8Array(bytes.slice(at, at + length)),
      user: names[(users[index] ?? 0) - 1] ?? null,
      at: times[index] ?? 0,
    });
    at += length;
  }
  return rows;
}

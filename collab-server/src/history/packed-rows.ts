import type { LogRow } from '@cowrite/storage';

/** Updates up to this are put together; a larger one goes by itself, since it would take a while to copy. */
const LARGEST_PACKED = 256 * 1024;

/** Log rows on their way to another thread: one buffer, since cloning thousands of small ones would stall this one. */
export interface PackedRows {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Those that aren't among `bytes`, in their order. */
  readonly large: readonly Uint8Array[];
  readonly lengths: Uint32Array;
  readonly times: Float64Array;
  /** Index into `names`. */
  readonly users: Uint32Array;
  readonly names: readonly (string | null)[];
}

export interface WrittenRow {
  readonly update: Uint8Array;
  /** Null where nobody is told apart. */
  readonly user: string | null;
  readonly at: number;
}

export const packRows = (rows: readonly LogRow[]): PackedRows => {
  const names: (string | null)[] = [];
  const numbers = new Map<string | null, number>();
  const numberOf = (user: string | null): number => {
    const known = numbers.get(user);
    if (known !== undefined) return known;
    numbers.set(user, names.push(user) - 1);
    return names.length - 1;
  };
  const packed = rows.filter(({ update }) => update.length <= LARGEST_PACKED);
  const bytes = new Uint8Array(packed.reduce((sum, { update }) => sum + update.length, 0));
  let at = 0;
  for (const { update } of packed) {
    bytes.set(update, at);
    at += update.length;
  }
  return {
    bytes,
    large: rows.map(({ update }) => update).filter(({ length }) => length > LARGEST_PACKED),
    lengths: Uint32Array.from(rows, ({ update }) => update.length),
    times: Float64Array.from(rows, (row) => row.at),
    users: Uint32Array.from(rows, ({ user }) => numberOf(user)),
    names,
  };
};

export const unpackRows = ({ bytes, large, lengths, times, users, names }: PackedRows): WrittenRow[] => {
  const alone = large.values();
  let end = 0;
  const next = (length: number): Uint8Array => {
    if (length > LARGEST_PACKED) return alone.next().value ?? new Uint8Array();
    end += length;
    return bytes.subarray(end - length, end);
  };
  return Array.from(lengths, (length, i) => ({
    update: next(length),
    user: names[users[i] ?? 0] ?? null,
    at: times[i] ?? 0,
  }));
};

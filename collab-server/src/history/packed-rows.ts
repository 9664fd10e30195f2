import type { LogRow } from '@cowrite/storage';

/** Log rows on their way to another thread: one buffer, since cloning thousands of small ones would stall this one. */
export interface PackedRows {
  readonly bytes: Uint8Array<ArrayBuffer>;
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
  const bytes = new Uint8Array(rows.reduce((sum, { update }) => sum + update.length, 0));
  let at = 0;
  for (const { update } of rows) {
    bytes.set(update, at);
    at += update.length;
  }
  return {
    bytes,
    lengths: Uint32Array.from(rows, ({ update }) => update.length),
    times: Float64Array.from(rows, (row) => row.at),
    users: Uint32Array.from(rows, ({ user }) => numberOf(user)),
    names,
  };
};

export const unpackRows = ({ bytes, lengths, times, users, names }: PackedRows): WrittenRow[] => {
  let end = 0;
  return Array.from(lengths, (length, i) => {
    end += length;
    return {
      update: bytes.subarray(end - length, end),
      user: names[users[i] ?? 0] ?? null,
      at: times[i] ?? 0,
    };
  });
};

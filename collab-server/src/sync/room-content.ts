import type { NewSnapshot, StoredDocument } from '@cowrite/storage';
import { decodeSummary, type Summary } from '../content/summary.ts';
import { DeleteSet } from './delete-set.ts';
import { type Frame, frameAnswers } from './frame.ts';
import { decodeStateVector, type StateVector } from './state-vector.ts';
import { type GuardedUpdate, guardUpdate } from './update-guard.ts';
import { mergeRuns } from './update-merge.ts';

/** Rows above this aren't merged with their neighbours. */
const LARGE_ROW = 16 * 1024;

/** So many small rows of one size are strung together: a row of its own costs more than the keystroke in it. */
const ROWS_TO_JOIN = 8;

/** What a log row takes in the store beside its update, in bytes. */
const STORED_ROW_COST = 32;

/** One log row, or several in succession as one update, through `seq`. */
interface Row {
  readonly seq: number;
  readonly update: Uint8Array;
  /** How many log rows it stands for, and the bytes that they take in the store. */
  readonly count: number;
  readonly stored: number;
}

export interface Extent {
  readonly vector: StateVector;
  /** How deep types can lie in each other at most. */
  readonly nesting: number;
}

const rowOf = (seq: number, update: Uint8Array): Row => ({
  seq,
  update,
  count: 1,
  stored: update.length + STORED_ROW_COST,
});

/** A document's durable bytes in memory: a snapshot and the log rows behind it. Never a `Y.Doc`. */
export class RoomContent {
  #snapshot: NewSnapshot | null;
  #summary: Summary | null;
  #rows: Row[];
  #storedBytes = 0;
  #whole: { stock?: Frame[]; parts?: Frame[] } = {};
  #deleted: DeleteSet | null = null;

  constructor({ snapshot, log }: Pick<StoredDocument, 'snapshot' | 'log'>) {
    this.#snapshot = snapshot;
    this.#summary = snapshot ? decodeSummary(snapshot.summary) : null;
    this.#rows = log.map(({ seq, update }) => rowOf(seq, update));
    this.#storedBytes = storedIn(this.#rows);
  }

  get snapshotSeq(): number {
    return this.#snapshot?.seq ?? 0;
  }

  get snapshotState(): Uint8Array | null {
    return this.#snapshot?.state ?? null;
  }

  get summary(): Summary | null {
    return this.#summary;
  }

  get seq(): number {
    return this.#rows.at(-1)?.seq ?? this.snapshotSeq;
  }

  /** What lies behind the snapshot, in order. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Log rows behind the snapshot. */
  get rowCount(): number {
    return this.#rows.reduce((sum, { count }) => sum + count, 0);
  }

  /** What they take in the store: more than here, where many of them are one. */
  get storedBytes(): number {
    return this.#storedBytes;
  }

  /** A row that this has already is passed over: a load and a commit may cross. */
  append(seq: number, update: Uint8Array): void {
    if (seq <= this.seq) return;
    const row = rowOf(seq, update);
    this.#rows.push(row);
    this.#storedBytes += row.stored;
    this.#joinRows();
    this.#whole = {};
    this.#deleted = null;
  }

  #joinRows(): void {
    for (;;) {
      // Of eight alike that is the first to look at, and seven times in eight it isn't.
      if (this.#rows.at(-ROWS_TO_JOIN)?.count !== this.#rows.at(-1)?.count) return;
      const last = this.#rows.slice(-ROWS_TO_JOIN);
      const bytes = last.reduce((sum, { update }) => sum + update.length, 0);
      if (bytes > LARGE_ROW || last.some(({ count }) => count !== last[0]?.count)) return;
      const [joined, ...rest] = mergeRuns(last.map((row) => guardUpdate(row.update)));
      if (!joined || rest.length > 0) return;
      const count = last.reduce((sum, row) => sum + row.count, 0);
      this.#rows.splice(-ROWS_TO_JOIN, ROWS_TO_JOIN, { seq: this.seq, update: joined, count, stored: storedIn(last) });
    }
  }

  /** Takes a newer snapshot in the place of the rows it contains. */
  compacted(snapshot: NewSnapshot): void {
    if (snapshot.seq <= this.snapshotSeq) return;
    this.#snapshot = snapshot;
    this.#summary = decodeSummary(snapshot.summary);
    this.#rows = this.#rows.filter(({ seq }) => seq > snapshot.seq);
    this.#storedBytes = storedIn(this.#rows);
    this.#whole = {};
  }

  /**
   * The rows behind the snapshot, strung together, without those whose structs are all `known`; what they delete is told
   * in any case. A large one stays as it is, and by itself, rather than being walked here.
   */
  rowUpdates(known: StateVector = new Map()): Uint8Array[] {
    const updates: Uint8Array[] = [];
    let run: GuardedUpdate[] = [];
    const endRun = (): void => {
      updates.push(...mergeRuns(run));
      run = [];
    };
    for (const { update } of this.#rows) {
      if (update.length <= LARGE_ROW) {
        const lacked = lackedOf(guardUpdate(update), known);
        if (lacked) run.push(lacked);
      } else {
        endRun();
        updates.push(update);
      }
    }
    endRun();
    return updates;
  }

  /** What it comes to, without having looked at more than the rows. */
  extent(): Extent {
    const vector: StateVector = this.#summary ? decodeStateVector(this.#summary.stateVector) : new Map();
    let nesting = this.#summary?.nesting ?? 0;
    for (const { update } of this.#rows) {
      for (const { client, end, types } of guardUpdate(update).sections) {
        vector.set(client, Math.max(end, vector.get(client) ?? 0));
        nesting += types;
      }
    }
    return { vector, nesting };
  }

  /** Everything that is deleted; made when first asked for. */
  deleted(): DeleteSet {
    if (this.#deleted) return this.#deleted;
    const deleted = new DeleteSet();
    if (this.#summary) {
      const update = updateOf(this.#summary.deleteSet);
      deleted.add(update, guardUpdate(update).deletions);
    }
    for (const { update } of this.#rows) deleted.add(update, guardUpdate(update).deletions);
    this.#deleted = deleted;
    return deleted;
  }

  /** What a client that has nothing is sent, framed once for all of them. */
  wholeFrames(inParts: boolean): readonly Frame[] {
    const key = inParts ? 'parts' : 'stock';
    const state = this.#snapshot?.state;
    this.#whole[key] ??= frameAnswers(state ? [state, ...this.rowUpdates()] : this.rowUpdates(), inParts);
    return this.#whole[key];
  }
}

/** What whoever knows this much may still lack of an update; null where that is nothing. */
const lackedOf = (update: GuardedUpdate, known: StateVector): GuardedUpdate | null => {
  if (!update.sections.every(({ client, end }) => end <= (known.get(client) ?? 0))) return update;
  return update.deletions.length > 0 ? guardUpdate(updateOf(update.bytes.subarray(update.structsEnd))) : null;
};

const storedIn = (rows: readonly Row[]): number => rows.reduce((sum, { stored }) => sum + stored, 0);

/** An update of no structs that deletes `deleteSet`. */
export const updateOf = (deleteSet: Uint8Array): Uint8Array => {
  const update = new Uint8Array(1 + deleteSet.length);
  update.set(deleteSet, 1);
  return update;
};

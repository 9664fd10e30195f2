import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Author } from '@cowrite/storage';
import { ByteReader } from '../sync/byte-reader.ts';
import { guardUpdate } from '../sync/update-guard.ts';
import type { WrittenRow } from './packed-rows.ts';

/** Deletions of one author that are nearer to each other than this are told as one, milliseconds. */
const TOGETHER = 60_000;

/** What one author did in a stretch of the log. */
interface Deeds {
  user: string | null;
  inserted: number;
  deleted: number;
  /** ClientIDs they wrote under, each with when it was last. */
  clients: [client: number, at: number][];
  /** What they deleted, and when, in seconds since 1970. */
  removed: [client: number, clock: number, length: number, at: number][];
}

/** Who wrote under which clientIDs, and who deleted what: read from the log before compaction takes it away. */
export class TrailRecord {
  readonly #deeds = new Map<string | null, Deeds>();

  static decode(bytes: Uint8Array): TrailRecord {
    const trail = new TrailRecord();
    if (bytes.length === 0) return trail;
    for (const deeds of JSON.parse(inflateRawSync(bytes).toString()) as Deeds[]) trail.#deeds.set(deeds.user, deeds);
    return trail;
  }

  static together(parts: readonly Uint8Array[], rows: readonly WrittenRow[] = []): TrailRecord {
    const trail = new TrailRecord();
    for (const part of parts) trail.#addAll(TrailRecord.decode(part));
    for (const row of rows) trail.#addRow(row);
    return trail;
  }

  encode(): Uint8Array {
    return new Uint8Array(deflateRawSync(JSON.stringify([...this.#deeds.values()])));
  }

  get authors(): Author[] {
    return [...this.#deeds.values()]
      .map(({ user, inserted, deleted }) => ({ user, inserted, deleted }))
      .sort((a, b) => b.inserted + b.deleted - a.inserted - a.deleted);
  }

  /** Who wrote under each clientID, and when last, milliseconds. */
  get clients(): Map<number, { user: string | null; at: number }> {
    const clients = new Map<number, { user: string | null; at: number }>();
    for (const { user, clients: own } of this.#deeds.values()) {
      for (const [client, at] of own) clients.set(client, { user, at });
    }
    return clients;
  }

  /** A function that tells who deleted what has an id. */
  removers(): (client: number, clock: number) => string | null {
    const byClient = new Map<number, { clock: number; end: number; user: string | null }[]>();
    for (const { user, removed } of this.#deeds.values()) {
      for (const [client, clock, length] of removed) {
        const ranges = byClient.get(client) ?? [];
        byClient.set(client, ranges);
        ranges.push({ clock, end: clock + length, user });
      }
    }
    for (const ranges of byClient.values()) ranges.sort((a, b) => a.clock - b.clock);
    return (client, clock) => {
      const ranges = byClient.get(client) ?? [];
      let low = 0;
      let high = ranges.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ranges[middle]?.end ?? 0) <= clock) low = middle + 1;
        else high = middle;
      }
      const found = ranges[low];
      return found && found.clock <= clock ? found.user : null;
    };
  }

  #of(user: string | null): Deeds {
    let deeds = this.#deeds.get(user);
    if (!deeds) {
      deeds = { user, inserted: 0, deleted: 0, clients: [], removed: [] };
      this.#deeds.set(user, deeds);
    }
    return deeds;
  }

  #addAll(other: TrailRecord): void {
    for (const { user, inserted, deleted, clients, removed } of other.#deeds.values()) {
      const deeds = this.#of(user);
      deeds.inserted += inserted;
      deeds.deleted += deleted;
      for (const [client, at] of clients) noteClient(deeds, client, at);
      deeds.removed.push(...removed);
    }
  }

  #addRow({ update, user, at }: WrittenRow): void {
    const deeds = this.#of(user);
    const { sections, deletions } = guardUpdate(update);
    for (const { client, clock, end } of sections) {
      deeds.inserted += end - clock;
      noteClient(deeds, client, at);
    }
    for (const { client, count, from, to } of deletions) {
      const reader = new ByteReader(update.subarray(from, to));
      for (let left = count; left > 0; left--) {
        const clock = reader.varUint();
        const length = reader.varUint();
        deeds.deleted += length;
        noteRemoved(deeds, { client, clock, length, at });
      }
    }
  }
}

const noteClient = ({ clients }: Deeds, client: number, at: number): void => {
  const known = clients.find(([own]) => own === client);
  if (known) known[1] = Math.max(known[1], at);
  else clients.push([client, at]);
};

/** Backspace goes to the left, Delete to the right: what lies beside the last goes along with it. */
const noteRemoved = (
  { removed }: Deeds,
  { client, clock, length, at }: { client: number; clock: number; length: number; at: number },
): void => {
  const last = removed.at(-1);
  const seconds = Math.round(at / 1000);
  if (last && last[0] === client && at - last[3] * 1000 < TOGETHER) {
    if (last[1] + last[2] === clock) {
      last[2] += length;
      return;
    }
    if (clock + length === last[1]) {
      last[1] = clock;
      last[2] += length;
      return;
    }
  }
  removed.push([client, clock, length, seconds]);
};

import {
  ALL_VALUES_EVENT,
  encodeEvent,
  type LiveValues as Listed,
  type LiveValueChanges,
  type LiveValueContent,
  VALUES_EVENT,
} from '@cowrite/editor/protocol';
import { DocumentMissingError, type DocumentStore, type LiveValue as Stored } from '@cowrite/storage';
import { frameMessage } from '../sync/frame.ts';
import type { Rooms } from '../sync/rooms.ts';
import type { Session } from '../sync/session.ts';

/** Milliseconds between two tellings of one document: ten a second look smooth, whatever comes in. */
const WINDOW = 100;
/** Numbers that are remembered of each value, for a sparkline to begin with. */
const MOST_RECENT = 60;
export const MOST_VALUES = 500;
/** Bytes of one telling: an event's largest. */
const MOST_TOLD = 12 * 1024;

export interface NewLiveValue {
  readonly value: LiveValueContent;
  /** Seconds; null for never. */
  readonly staleAfter: number | null;
}

/** A document's values are as many as it may have. */
export class TooManyValuesError extends Error {
  override readonly name = 'TooManyValuesError';
}

interface Pending extends NewLiveValue {
  readonly at: number;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The values of one document that somebody is setting, from the first on until it has been quiet. */
interface Active {
  readonly known: Set<string>;
  readonly recent: Map<string, [number, number][]>;
  pending: Map<string, Pending>;
  waiters: Waiter[];
  timer: NodeJS.Timeout | null;
  toldAt: number;
  usedAt: number;
}

interface LiveValuesOptions {
  readonly store: DocumentStore;
  readonly rooms: Rooms;
  /** Whether other nodes set values too. */
  readonly isShared: boolean;
}

/** For how long it is taken from memory which documents have values where other nodes may give them some; milliseconds. */
const FRESH = 5_000;

const QUIET = 10 * 60 * 1000;

/**
 * Live values of documents: the last one of each key is a stored row, and open pages are told of it once that is
 * durable. They are no part of the document: in no log, version or undo. What comes in within a tenth of a second is
 * stored and told together, so that a thousand changes a second cost ten commits and ten events.
 */
export class LiveValueBoard {
  readonly #options: LiveValuesOptions;
  readonly #active = new Map<string, Promise<Active>>();
  readonly #sweep: NodeJS.Timeout;
  /** Documents that have any, so that nothing is asked for whoever opens another. */
  #withValues: Promise<Set<string>> | null = null;
  #askedAt = 0;

  constructor(options: LiveValuesOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => void this.#letGo(), QUIET).unref();
  }

  /** Sets values; resolves once they are stored, and told to open pages. Rejects with `DocumentMissingError`, `TooManyValuesError` and as the store does. */
  async set(documentId: string, values: Readonly<Record<string, NewLiveValue>>): Promise<void> {
    const active = await this.#activeOf(documentId);
    const at = Date.now();
    const added = Object.keys(values).filter((key) => !active.known.has(key));
    if (active.known.size + added.length > MOST_VALUES) {
      throw new TooManyValuesError(`a document has ${MOST_VALUES} live values at most`);
    }
    for (const [key, value] of Object.entries(values)) {
      active.known.add(key);
      active.pending.set(key, { ...value, at });
    }
    active.usedAt = at;
    await new Promise<void>((resolve, reject) => {
      active.waiters.push({ resolve, reject });
      this.#tellSoon(documentId, active);
    });
  }

  async list(documentId: string): Promise<Listed> {
    const recent = (await this.#active.get(documentId))?.recent;
    const rows = await this.#options.store.programs.listValues(documentId);
    return {
      values: Object.fromEntries(rows.map((row) => [row.name, { ...shown(row), recent: recent?.get(row.name) ?? [] }])),
    };
  }

  /** Tells somebody who comes into a document of the values it has, where it has any. */
  async greet(documentId: string, session: Session): Promise<void> {
    if (!session.extended) return;
    if (!(await this.#documents()).has(documentId)) return;
    const all = await this.list(documentId);
    if (!session.closed) session.send(frameMessage(encodeEvent({ name: ALL_VALUES_EVENT, data: JSON.stringify(all) })));
  }

  #documents(): Promise<Set<string>> {
    if (this.#options.isShared && Date.now() - this.#askedAt > FRESH) this.#withValues = null;
    if (this.#withValues) return this.#withValues;
    this.#askedAt = Date.now();
    const asked = this.#options.store.programs.documentsWithValues().then((ids) => new Set(ids));
    asked.catch(() => {
      this.#withValues = null;
    });
    this.#withValues = asked;
    return asked;
  }

  /** False where there was none. */
  async remove(documentId: string, key: string): Promise<boolean> {
    const active = await this.#active.get(documentId);
    active?.pending.delete(key);
    active?.known.delete(key);
    active?.recent.delete(key);
    const removed = await this.#options.store.programs.removeValue(documentId, key);
    if (removed) this.#tell(documentId, { [key]: null });
    return removed;
  }

  close(): void {
    clearInterval(this.#sweep);
  }

  #activeOf(documentId: string): Promise<Active> {
    const present = this.#active.get(documentId);
    if (present) return present;
    const active = this.#read(documentId);
    this.#active.set(documentId, active);
    active.catch(() => this.#active.delete(documentId));
    return active;
  }

  async #read(documentId: string): Promise<Active> {
    const { store } = this.#options;
    if (!(await store.find(documentId))) throw new DocumentMissingError(`there is no document ${documentId}`);
    const rows = await store.programs.listValues(documentId);
    return {
      known: new Set(rows.map(({ name }) => name)),
      recent: new Map(),
      pending: new Map(),
      waiters: [],
      timer: null,
      toldAt: 0,
      usedAt: Date.now(),
    };
  }

  #tellSoon(documentId: string, active: Active): void {
    if (active.timer) return;
    const wait = Math.max(0, active.toldAt + WINDOW - Date.now());
    active.timer = setTimeout(() => void this.#flush(documentId, active), wait);
  }

  async #flush(documentId: string, active: Active): Promise<void> {
    const { pending, waiters } = active;
    active.pending = new Map();
    active.waiters = [];
    active.toldAt = Date.now();
    try {
      const rows = [...pending].map(([name, { value, at, staleAfter }]) => {
        return { documentId, name, value: JSON.stringify(value), at, staleAfter: staleAfter && staleAfter * 1000 };
      });
      await this.#options.store.programs.setValues(rows);
      (await this.#withValues)?.add(documentId);
      const changes = Object.fromEntries(rows.map((row) => [row.name, shown(row)]));
      for (const [name, { value, at }] of pending)
        if (typeof value === 'number') remember(active.recent, name, at, value);
      this.#tell(documentId, changes);
      for (const { resolve } of waiters) resolve();
    } catch (error) {
      for (const { reject } of waiters) reject(error);
    }
    // Not sooner: the next waits for this one to be stored.
    active.timer = null;
    if (active.waiters.length > 0) this.#tellSoon(documentId, active);
  }

  /** In events of no more than they may have. */
  #tell(documentId: string, changes: LiveValueChanges): void {
    let part: [string, LiveValueChanges[string]][] = [];
    let size = 0;
    const send = (): void => {
      this.#options.rooms.announce(documentId, { name: VALUES_EVENT, data: JSON.stringify(Object.fromEntries(part)) });
      part = [];
      size = 0;
    };
    for (const [key, change] of Object.entries(changes)) {
      const length = key.length + JSON.stringify(change).length * 2;
      if (part.length > 0 && size + length > MOST_TOLD) send();
      part.push([key, change]);
      size += length;
    }
    if (part.length > 0) send();
  }

  async #letGo(): Promise<void> {
    for (const [documentId, promise] of this.#active) {
      const active = await promise.catch(() => null);
      if (!active || (active.timer === null && Date.now() - active.usedAt > QUIET)) this.#active.delete(documentId);
    }
  }
}

const remember = (recent: Map<string, [number, number][]>, name: string, at: number, value: number): void => {
  const values = recent.get(name) ?? [];
  values.push([at, value]);
  if (values.length > MOST_RECENT) values.shift();
  recent.set(name, values);
};

const shown = ({ value, at, staleAfter }: Stored) => ({
  value: JSON.parse(value) as LiveValueContent,
  at: new Date(at).toISOString(),
  staleAfter: staleAfter && staleAfter / 1000,
});

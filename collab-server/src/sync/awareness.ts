import { ByteReader, MalformedError } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { requireJson } from './json-guard.ts';
import { AWARENESS_RATE, MAX_AWARENESS_ENTRIES, TokenBucket } from './limits.ts';

/** Caps on what one session may say of itself. */
const MAX_CLIENTS_PER_SESSION = 16;
const MAX_STATE_BYTES = 64 * 1024;
/** A client renews its state every 15 s; y-protocols' own limit for silence is 30 s. */
const EXPIRY = 45_000;

const NULL_STATE = new TextEncoder().encode('null');

/** What somebody says of themselves. */
export interface Spoken<Owner> {
  readonly owner: Owner;
  /** clientID, clock and state, as they go into an awareness message. */
  readonly bytes: Uint8Array;
}

interface Entry<Owner> extends Spoken<Owner> {
  readonly clock: number;
  readonly seenAt: number;
}

/** What is kept of one session beside its entries. */
interface Share {
  /** How many entries are its own. */
  count: number;
  readonly bucket: TokenBucket;
}

/** What a room asks where it matters who somebody is. */
export interface AwarenessRules<Owner> {
  /** Whether a session may begin to speak for a clientID, which `speaker` spoke for until now, or nobody. */
  maySpeakFor(owner: Owner, client: number, speaker: Owner | null): boolean;
  /** The state as the others are to see it; null for as it is. */
  stamp(owner: Owner, state: Uint8Array): Uint8Array | null;
  /** Whether another node has kept it within its bounds already. */
  isBounded(owner: Owner): boolean;
}

const LENIENT: AwarenessRules<unknown> = { maySpeakFor: () => true, stamp: () => null, isBounded: () => false };

/**
 * Who is in a room and where: each clientID's newest state, as bytes, under the session that said it. Changes gather
 * until `takeChanges`, so that many cursors share a message. The format is y-protocols' awareness update.
 */
export class AwarenessStates<Owner> {
  readonly #entries = new Map<number, Entry<Owner>>();
  readonly #shares = new Map<Owner, Share>();
  #changed = new Map<number, Entry<Owner>>();
  readonly #rules: AwarenessRules<Owner>;
  /** ClientIDs whose owner changes them too fast: told with the next sweep, or when its rate allows. */
  readonly #late = new Set<number>();

  constructor(rules: Partial<AwarenessRules<Owner>> = {}) {
    this.#rules = { ...LENIENT, ...rules };
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  /**
   * Takes one awareness update from `owner`. Stock clients repeat what they heard of others, so an entry that isn't
   * newer is passed over, and so is a removal of somebody else's. Of what comes too fast (SPEC, A5) the newest is
   * kept, and told late. Throws `MalformedError` on bytes that a browser would choke on.
   */
  apply(owner: Owner, update: Uint8Array, now: number): void {
    const reader = new ByteReader(update);
    const count = reader.varUint();
    if (count > MAX_AWARENESS_ENTRIES) throw new MalformedError('too many awareness states');
    for (let left = count; left > 0; left--) {
      const from = reader.position;
      const client = reader.varUint();
      const clock = reader.varUint();
      const length = reader.varUint();
      const start = reader.position;
      reader.skip(length);
      const known = this.#entries.get(client);
      if (known && known.clock >= clock) continue;
      const isOwn = known?.owner === owner;
      if (!isOwn && this.#isFull(owner)) continue;
      const state = update.subarray(start, reader.position);
      const gone = isNull(state);
      if (gone && !isOwn) continue;
      if (!isOwn && !this.#rules.maySpeakFor(owner, client, known?.owner ?? null)) continue;
      if (!gone) requireState(state);
      const stamped = gone ? null : this.#rules.stamp(owner, state);
      const bytes = stamped ? entryOf(client, clock, stamped) : update.slice(from, reader.position);
      const entry = { clock, owner, seenAt: now, bytes };
      if (!gone) this.#put(client, entry);
      else if (this.#mayTell(entry)) this.#forget(client, entry);
    }
    reader.expectEnd();
  }

  /** Who speaks for a clientID just now. */
  speakerOf(client: number): Owner | undefined {
    return this.#entries.get(client)?.owner;
  }

  /** Removes all that `owner` said. */
  leave(owner: Owner): void {
    if (!this.#shares.has(owner)) return;
    for (const [client, entry] of this.#entries) if (entry.owner === owner) this.#remove(client, entry);
    this.#shares.delete(owner);
  }

  /** Removes what wasn't renewed for 45 s, whose page is gone without a goodbye, and lets out what was held back. */
  expire(now: number): void {
    for (const client of this.#late) {
      const entry = this.#entries.get(client);
      if (entry) this.#changed.set(client, entry);
    }
    this.#late.clear();
    for (const [client, entry] of this.#entries) if (now - entry.seenAt > EXPIRY) this.#remove(client, entry);
  }

  /** What changed since the last call, and its one author where there is one only; null where nothing did. */
  takeChanges(): { entries: readonly Spoken<Owner>[]; update: Uint8Array; author: Owner | null } | null {
    if (this.#changed.size === 0) return null;
    const entries = [...this.#changed.values()];
    this.#changed = new Map();
    const author = entries[0]?.owner as Owner;
    const isSole = entries.every(({ owner }) => owner === author);
    return { entries, update: encodeEntries(entries), author: isSole ? author : null };
  }

  /** All that is known, and who says it. */
  entries(): Iterable<Spoken<Owner>> {
    return this.#entries.values();
  }

  /** All that is known, for one who joins; null where nobody is. */
  encodeAll(): Uint8Array | null {
    return this.#entries.size > 0 ? encodeEntries([...this.#entries.values()]) : null;
  }

  #put(client: number, entry: Entry<Owner>): void {
    const before = this.#entries.get(client);
    if (before?.owner !== entry.owner) {
      if (before) this.#shareOf(before.owner, entry.seenAt).count--;
      this.#shareOf(entry.owner, entry.seenAt).count++;
    }
    this.#entries.set(client, entry);
    if (this.#mayTell(entry)) {
      this.#late.delete(client);
      this.#changed.set(client, entry);
    } else this.#late.add(client);
  }

  #isFull(owner: Owner): boolean {
    return !this.#rules.isBounded(owner) && (this.#shares.get(owner)?.count ?? 0) >= MAX_CLIENTS_PER_SESSION;
  }

  #mayTell({ owner, seenAt, bytes }: Entry<Owner>): boolean {
    if (this.#rules.isBounded(owner)) return true;
    return this.#shareOf(owner, seenAt).bucket.take(1 + bytes.length / 1024, seenAt);
  }

  /** Takes an entry out; `goodbye` is what the others are told. */
  #forget(client: number, goodbye: Entry<Owner>): void {
    if (this.#entries.delete(client)) this.#shareOf(goodbye.owner, goodbye.seenAt).count--;
    this.#late.delete(client);
    this.#changed.set(client, goodbye);
  }

  #remove(client: number, entry: Entry<Owner>): void {
    const clock = entry.clock + 1;
    this.#forget(client, { ...entry, clock, bytes: entryOf(client, clock, NULL_STATE) });
  }

  #shareOf(owner: Owner, now: number): Share {
    let share = this.#shares.get(owner);
    if (!share) {
      share = { count: 0, bucket: new TokenBucket(AWARENESS_RATE, now) };
      this.#shares.set(owner, share);
    }
    return share;
  }
}

const entryOf = (client: number, clock: number, state: Uint8Array): Uint8Array => {
  const writer = new ByteWriter(24 + state.length);
  writer.varUint(client);
  writer.varUint(clock);
  writer.varBytes(state);
  return writer.take();
};

const isNull = (state: Uint8Array): boolean =>
  state.length === NULL_STATE.length && NULL_STATE.every((byte, index) => state[index] === byte);

/** Clients parse every state they are sent, and write it anew, without a net. */
const requireState = (state: Uint8Array): void => {
  if (state.length > MAX_STATE_BYTES) throw new MalformedError('awareness state too large');
  requireJson(state);
};

/** An awareness update of them. */
export const encodeEntries = (entries: readonly { readonly bytes: Uint8Array }[]): Uint8Array => {
  const writer = new ByteWriter(8 + entries.reduce((sum, { bytes }) => sum + bytes.length, 0));
  writer.varUint(entries.length);
  for (const { bytes } of entries) writer.copy(bytes);
  return writer.take();
};

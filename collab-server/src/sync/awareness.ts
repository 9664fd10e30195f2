import { ByteReader, MalformedError } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** Caps on what one session may say of itself. */
const MAX_CLIENTS_PER_SESSION = 16;
const MAX_STATE_BYTES = 64 * 1024;
/** A client renews its state every 15 s; y-protocols' own limit for silence is 30 s. */
const EXPIRY = 45_000;

const textDecoder = new TextDecoder('utf-8', { fatal: true });
const NULL_STATE = new TextEncoder().encode('null');

interface Entry<Owner> {
  readonly clock: number;
  readonly owner: Owner;
  readonly seenAt: number;
  /** clientID, clock and state, as they go into an awareness message. */
  readonly bytes: Uint8Array;
}

/**
 * Who is in a room and where: each clientID's newest state, as bytes, under the session that said it. Changes gather
 * until `takeChanges`, so that many cursors share a message. The format is y-protocols' awareness update.
 */
export class AwarenessStates<Owner> {
  readonly #entries = new Map<number, Entry<Owner>>();
  #changed = new Map<number, Entry<Owner>>();

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  /**
   * Takes one awareness update from `owner`. Stock clients repeat what they heard of others, so an entry that isn't
   * newer is passed over, and so is a removal of somebody else's. Throws `MalformedError` on bytes that a browser
   * would choke on.
   */
  apply(owner: Owner, update: Uint8Array, now: number): void {
    const reader = new ByteReader(update);
    for (let left = reader.varUint(); left > 0; left--) {
      const from = reader.position;
      const client = reader.varUint();
      const clock = reader.varUint();
      const state = reader.varBytes();
      const known = this.#entries.get(client);
      if (known && known.clock >= clock) continue;
      const gone = isNull(state);
      if (gone && known?.owner !== owner) continue;
      if (!gone) {
        requireJson(state);
        if (known?.owner !== owner && this.#countOf(owner) >= MAX_CLIENTS_PER_SESSION) continue;
      }
      const entry = { clock, owner, seenAt: now, bytes: new Uint8Array(update.subarray(from, reader.position)) };
      if (gone) this.#entries.delete(client);
      else this.#entries.set(client, entry);
      this.#changed.set(client, entry);
    }
    reader.expectEnd();
  }

  /** Removes all that `owner` said. */
  leave(owner: Owner): void {
    for (const [client, entry] of this.#entries) if (entry.owner === owner) this.#remove(client, entry);
  }

  /** Removes what wasn't renewed for 45 s: its page is gone without a goodbye. */
  expire(now: number): void {
    for (const [client, entry] of this.#entries) if (now - entry.seenAt > EXPIRY) this.#remove(client, entry);
  }

  /** What changed since the last call, and its one author where there is one only; null where nothing did. */
  takeChanges(): { update: Uint8Array; author: Owner | null } | null {
    if (this.#changed.size === 0) return null;
    const changed = [...this.#changed.values()];
    this.#changed = new Map();
    const author = changed[0]?.owner as Owner;
    return { update: encode(changed), author: changed.every(({ owner }) => owner === author) ? author : null };
  }

  /** All that is known, for one who joins; null where nobody is. */
  encodeAll(): Uint8Array | null {
    return this.#entries.size > 0 ? encode([...this.#entries.values()]) : null;
  }

  #remove(client: number, entry: Entry<Owner>): void {
    const writer = new ByteWriter(24);
    writer.varUint(client);
    writer.varUint(entry.clock + 1);
    writer.varBytes(NULL_STATE);
    this.#entries.delete(client);
    this.#changed.set(client, { ...entry, clock: entry.clock + 1, bytes: writer.take() });
  }

  #countOf(owner: Owner): number {
    let count = 0;
    for (const entry of this.#entries.values()) if (entry.owner === owner) count++;
    return count;
  }
}

const isNull = (state: Uint8Array): boolean =>
  state.length === NULL_STATE.length && NULL_STATE.every((byte, index) => state[index] === byte);

/** Clients parse every state they are sent, without a net. */
const requireJson = (state: Uint8Array): void => {
  if (state.length > MAX_STATE_BYTES) throw new MalformedError('awareness state too large');
  try {
    JSON.parse(textDecoder.decode(state));
  } catch {
    throw new MalformedError('awareness state is not JSON');
  }
};

const encode = (entries: readonly { bytes: Uint8Array }[]): Uint8Array => {
  const writer = new ByteWriter(8 + entries.reduce((sum, { bytes }) => sum + bytes.length, 0));
  writer.varUint(entries.length);
  for (const { bytes } of entries) writer.copy(bytes);
  return writer.take();
};

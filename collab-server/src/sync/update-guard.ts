import { isUtf8 } from 'node:buffer';
import { ByteReader, MalformedError } from './byte-reader.ts';
import { requireJson } from './json-guard.ts';

/**
 * Decides over an update's bytes before anything is built from them. A Yjs client that is handed bytes which don't
 * decode throws on every load from then on, so whatever `applyUpdate` would choke on has to be refused here: lengths,
 * counts, UTF-8, JSON, unknown kinds, references forward. The format is Yjs' update V1 (yjs src/utils/encoding.js).
 */

/** The structs of one client in one update: bytes `from` to `to` hold `count` structs for clocks `clock` to `end`. */
export interface Section {
  readonly client: number;
  readonly clock: number;
  readonly end: number;
  readonly count: number;
  /** How many of them are types: what other structs can lie in. */
  readonly types: number;
  readonly from: number;
  readonly to: number;
}

/** What one update deletes of one client: bytes `from` to `to` hold `count` pairs (clock, length). */
export interface Deletions {
  readonly client: number;
  readonly count: number;
  /** The clock behind the last one deleted. */
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** An update that would decode; its byte ranges point into `bytes`. */
export interface GuardedUpdate {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  /** Where the structs end and the delete set begins. */
  readonly structsEnd: number;
  readonly deletions: readonly Deletions[];
  /** By client, the highest clock that its structs refer to: all of these must be known before it can be integrated. */
  readonly references: ReadonlyMap<number, number>;
}

/** What a struct holds: the lower bits of its first byte. */
export enum Kind {
  gc = 0,
  deleted = 1,
  json = 2,
  binary = 3,
  string = 4,
  embed = 5,
  format = 6,
  type = 7,
  any = 8,
  doc = 9,
}

export const HAS_ORIGIN = 0x80;
export const HAS_RIGHT_ORIGIN = 0x40;
const HAS_PARENT_SUB = 0x20;
export const KIND_MASK = 0x1f;

/** y-xmlelement and y-xmlhook carry a name; kinds above have no meaning to Yjs 13. */
const NAMED_TYPES = [3, 5];
const LAST_TYPE = 6;
const ANY_OBJECT = 118;
const MAX_DEPTH = 100;
/** Clients in one update, and clients it refers to: an account is kept of each, which a few bytes must not buy without end. */
const MAX_CLIENTS = 100_000;
const UNDEFINED = new TextEncoder().encode('undefined');

/** Reads the whole of `bytes` as one update. Throws `MalformedError`; allocates in proportion to the number of clients only. */
export const guardUpdate = (bytes: Uint8Array): GuardedUpdate => {
  const reader = new ByteReader(bytes);
  const references = new References();
  const sections = readSections(reader, references);
  const structsEnd = reader.position;
  const deletions = readDeletions(reader);
  reader.expectEnd();
  return { bytes, sections, structsEnd, deletions, references: references.ends };
};

/** By client, the highest clock referred to. Who types on refers to nobody else, and a map is dear to make. */
class References {
  ends: ReadonlyMap<number, number> = NO_REFERENCES;
  #own: Map<number, number> | null = null;

  add(client: number, clock: number): void {
    if (!this.#own) {
      this.#own = new Map();
      this.ends = this.#own;
    }
    const known = this.#own.get(client);
    if (known !== undefined && clock <= known) return;
    this.#own.set(client, clock);
    if (this.#own.size > MAX_CLIENTS) throw new MalformedError('too many clients');
  }
}

const NO_REFERENCES: ReadonlyMap<number, number> = new Map();

/**
 * The same structs with another delete set, encoded: written over the one there was where it fits, since a copy of
 * megabytes would hold everybody up. So the bytes have to be the caller's own.
 */
export const withDeleteSet = (update: GuardedUpdate, deleteSet: Uint8Array): GuardedUpdate => {
  const { structsEnd } = update;
  const size = structsEnd + deleteSet.length;
  let bytes = update.bytes.subarray(0, size);
  if (bytes.length < size) {
    bytes = new Uint8Array(size);
    bytes.set(update.bytes.subarray(0, structsEnd));
  }
  bytes.set(deleteSet, structsEnd);
  return { ...update, bytes, deletions: readDeletions(new ByteReader(bytes, structsEnd)) };
};

const readSections = (reader: ByteReader, references: References): Section[] => {
  const count = clientCount(reader);
  if (count === 0) return NO_SECTIONS;
  const sections = [readSection(reader, references)];
  if (count === 1) return sections;
  for (let left = count - 1; left > 0; left--) sections.push(readSection(reader, references));
  // Yjs keeps only the last section of a client: what the others hold would be acknowledged and lost.
  if (!areOfDifferent(sections)) throw new MalformedError('client twice');
  return sections;
};

/** Yjs writes them from the highest client down, which saves a set. */
const areOfDifferent = (sections: readonly Section[]): boolean => {
  const isFalling = sections.every(({ client }, at) => at === 0 || client < (sections[at - 1]?.client ?? 0));
  return isFalling || new Set(sections.map(({ client }) => client)).size === sections.length;
};

const NO_SECTIONS: Section[] = [];

const clientCount = (reader: ByteReader): number => {
  const count = reader.varUint();
  if (count > MAX_CLIENTS) throw new MalformedError('too many clients');
  return count;
};

const readSection = (reader: ByteReader, references: References): Section => {
  const count = reader.varUint();
  if (count === 0) throw new MalformedError('section of no structs');
  const client = reader.varUint();
  const clock = reader.varUint();
  const from = reader.position;
  let end = clock;
  let types = 0;
  for (let left = count; left > 0; left--) {
    const info = reader.byte();
    const kind = info & KIND_MASK;
    let length: number;
    if (kind === Kind.gc) {
      length = reader.varUint();
    } else {
      readOrigins(reader, info, { client, clock: end, references });
      length = readContent(reader, kind);
      if (kind === Kind.type) types++;
    }
    if (length === 0) throw new MalformedError('struct of no length');
    end += length;
    if (end > Number.MAX_SAFE_INTEGER) throw new MalformedError('clock too large');
  }
  return { client, clock, end, count, types, from, to: reader.position };
};

interface Position {
  readonly client: number;
  readonly clock: number;
  readonly references: References;
}

const readOrigins = (reader: ByteReader, info: number, at: Position): void => {
  if (info & HAS_ORIGIN) readReference(reader, at);
  if (info & HAS_RIGHT_ORIGIN) readReference(reader, at);
  if (info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) return;
  if (reader.varUint() === 1) readString(reader);
  else readReference(reader, at);
  if (info & HAS_PARENT_SUB) readString(reader);
};

/** Passes over what stands behind the origins: a parent, where there are none. */
export const skipParent = (reader: ByteReader, info: number): void => {
  if (info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) return;
  if (reader.varUint() === 1) reader.skip(reader.varUint());
  else {
    reader.varUint();
    reader.varUint();
  }
  if (info & HAS_PARENT_SUB) reader.skip(reader.varUint());
};

const readReference = (reader: ByteReader, at: Position): void => {
  const client = reader.varUint();
  const clock = reader.varUint();
  if (client === at.client) {
    // Yjs looks these up without asking whether they exist, and throws on one that doesn't yet.
    if (clock >= at.clock) throw new MalformedError('refers to itself');
    return;
  }
  at.references.add(client, clock);
};

/** Returns how many clocks the content takes. */
export const readContent = (reader: ByteReader, kind: number): number => {
  switch (kind) {
    case Kind.deleted:
      return reader.varUint();
    case Kind.json: {
      const count = reader.varUint();
      for (let left = count; left > 0; left--) readJson(reader, true);
      return count;
    }
    case Kind.binary:
      reader.skip(reader.varUint());
      return 1;
    case Kind.string:
      return readString(reader);
    case Kind.embed:
      readJson(reader, false);
      return 1;
    case Kind.format:
      readString(reader);
      readJson(reader, false);
      return 1;
    case Kind.type: {
      const type = reader.varUint();
      if (type > LAST_TYPE) throw new MalformedError('unknown type');
      if (NAMED_TYPES.includes(type)) readString(reader);
      return 1;
    }
    case Kind.any: {
      const count = reader.varUint();
      for (let left = count; left > 0; left--) readAny(reader, 0);
      return count;
    }
    case Kind.doc:
      readString(reader);
      // Its options, which Yjs takes for an object unseen.
      if (reader.bytes[reader.position] !== ANY_OBJECT) throw new MalformedError('options that are no object');
      readAny(reader, 0);
      return 1;
    default:
      // Skip structs (10) among them: they stand for what the sender lacks too.
      throw new MalformedError('unknown content');
  }
};

/** Returns the string's length in UTF-16 units, which is what Yjs counts clocks in. */
const readString = (reader: ByteReader): number => {
  const length = reader.varUint();
  const from = reader.position;
  reader.skip(length);
  if (isAscii(reader.bytes, from, reader.position)) return length;
  if (!isUtf8(reader.bytes.subarray(from, reader.position))) throw new MalformedError('not UTF-8');
  return utf16Length(reader.bytes, from, reader.position);
};

const isAscii = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let index = from; index < to; index++) if ((bytes[index] as number) >= 0x80) return false;
  return true;
};

/** How many UTF-16 units bytes `from` to `to`, which are UTF-8, stand for. */
export const utf16Length = (bytes: Uint8Array, from: number, to: number): number => {
  let units = 0;
  for (let index = from; index < to; index++) {
    const byte = bytes[index] as number;
    if (byte >= 0xf0) units += 2;
    else if ((byte & 0xc0) !== 0x80) units++;
  }
  return units;
};

const readJson = (reader: ByteReader, orUndefined: boolean): void => {
  const json = reader.varBytes();
  if (!orUndefined || !equals(json, UNDEFINED)) requireJson(json);
};

const equals = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** lib0's `readAny`: one type byte, 127 downwards. */
const readAny = (reader: ByteReader, depth: number): void => {
  if (depth > MAX_DEPTH) throw new MalformedError('nested too deep');
  const type = reader.byte();
  switch (type) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return;
    case 125: // integer, 6 bits in the first byte
      readVarInt(reader);
      return;
    case 124: // float32
      reader.skip(4);
      return;
    case 123: // float64
    case 122: // bigint
      reader.skip(8);
      return;
    case 119:
      readString(reader);
      return;
    case ANY_OBJECT: {
      for (let left = reader.varUint(); left > 0; left--) {
        readString(reader);
        readAny(reader, depth + 1);
      }
      return;
    }
    case 117: {
      for (let left = reader.varUint(); left > 0; left--) readAny(reader, depth + 1);
      return;
    }
    case 116:
      reader.skip(reader.varUint());
      return;
    default:
      throw new MalformedError('unknown value');
  }
};

const readVarInt = (reader: ByteReader): void => {
  const first = reader.byte();
  if (first < 0x80) return;
  let value = first & 0x3f;
  let factor = 0x40;
  for (;;) {
    const byte = reader.byte();
    value += (byte & 0x7f) * factor;
    if (value > Number.MAX_SAFE_INTEGER) throw new MalformedError('number too large');
    if (byte < 0x80) return;
    factor *= 0x80;
  }
};

const readDeletions = (reader: ByteReader): Deletions[] => {
  const clients = clientCount(reader);
  if (clients === 0) return NO_DELETIONS;
  const deletions: Deletions[] = [];
  for (let left = clients; left > 0; left--) {
    const client = reader.varUint();
    const count = reader.varUint();
    const from = reader.position;
    let end = 0;
    for (let pairs = count; pairs > 0; pairs--) {
      const clock = reader.varUint();
      const last = clock + reader.varUint();
      if (last === clock) throw new MalformedError('deletes nothing');
      if (last > end) end = last;
    }
    if (end > Number.MAX_SAFE_INTEGER) throw new MalformedError('clock too large');
    deletions.push({ client, count, end, from, to: reader.position });
  }
  return deletions;
};

const NO_DELETIONS: Deletions[] = [];

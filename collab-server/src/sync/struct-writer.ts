import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { HAS_ORIGIN, HAS_RIGHT_ORIGIN, KIND_MASK, Kind, readContent, skipParent, utf16Length } from './update-guard.ts';

/** Structs of one client in an update that passed the guard: bytes `from` to `to` hold `count`, the first at `clock`. */
export interface StructSource {
  readonly bytes: Uint8Array;
  readonly clock: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** A section above this is copied as it is: whoever writes so much at once has merged it, and walking it takes time. */
const LARGE_SECTION = 64 * 1024;

/** Kinds of the open struct beside Yjs' own: there is none; one that takes no more. */
const NO_KIND = -1;
const OTHER_KIND = -2;

/** The last struct so far, which the next may go on. Null ids are -1. */
interface Open {
  kind: number;
  bytes: Uint8Array;
  from: number;
  contentFrom: number;
  to: number;
  rightClient: number;
  rightClock: number;
  /** What its content begins with: clocks, or the bytes of a text. */
  length: number;
  /** Text behind its own, from other structs: triples of bytes, from, to. */
  readonly more: (Uint8Array | number)[];
  grown: boolean;
}

/**
 * Strings the structs of one client together, and makes one of those that Yjs would merge: text typed letter by letter,
 * and what is deleted. A struct goes on another if it begins at the clock where that ends, names that one's last clock
 * as its origin, and has the same right origin. Integrating the two as one comes to the same: nothing can stand between
 * them yet that has the first as its origin, so the second would land right behind it; and Yjs splits them again
 * wherever somebody else's change refers to a place between.
 */
export class StructWriter {
  readonly #writer = new ByteWriter(1024);
  readonly #open: Open = {
    kind: NO_KIND,
    bytes: new Uint8Array(0),
    from: 0,
    contentFrom: 0,
    to: 0,
    rightClient: -1,
    rightClock: -1,
    length: 0,
    more: [],
    grown: false,
  };
  #client = 0;
  #count = 0;

  begin(client: number): void {
    this.#client = client;
    this.#count = 0;
    this.#open.kind = NO_KIND;
    this.#open.more.length = 0;
    this.#open.grown = false;
    this.#writer.clear();
  }

  /** The structs that follow on those before. */
  add({ bytes, clock, count, from, to }: StructSource): void {
    if (to - from > LARGE_SECTION) {
      this.#close();
      this.#writer.copy(bytes, from, to);
      this.#count += count;
      return;
    }
    const reader = new ByteReader(bytes, from, to);
    let next = clock;
    for (let left = count; left > 0; left--) next += this.#addOne(reader, next);
  }

  /** How many structs it came to, and their bytes, which are good until the next `begin`. */
  end(): { count: number; bytes: Uint8Array } {
    this.#close();
    return { count: this.#count, bytes: this.#writer.take() };
  }

  /** Returns how many clocks the struct takes. */
  #addOne(reader: ByteReader, clock: number): number {
    const open = this.#open;
    const from = reader.position;
    const info = reader.byte();
    const kind = info & KIND_MASK;
    let originClient = -1;
    let originClock = -1;
    let rightClient = -1;
    let rightClock = -1;
    if (kind !== Kind.gc) {
      if (info & HAS_ORIGIN) {
        originClient = reader.varUint();
        originClock = reader.varUint();
      }
      if (info & HAS_RIGHT_ORIGIN) {
        rightClient = reader.varUint();
        rightClock = reader.varUint();
      }
      skipParent(reader, info);
    }
    const contentFrom = reader.position;
    let length = 0;
    let clocks = 0;
    if (kind === Kind.string) {
      length = reader.varUint();
      reader.skip(length);
      clocks = utf16Length(reader.bytes, reader.position - length, reader.position);
    } else if (kind === Kind.gc || kind === Kind.deleted) {
      length = reader.varUint();
      clocks = length;
    } else clocks = readContent(reader, kind);

    const follows =
      originClient === this.#client &&
      originClock === clock - 1 &&
      rightClient === open.rightClient &&
      rightClock === open.rightClock;
    if (kind === open.kind && (follows || kind === Kind.gc)) {
      open.grown = true;
      open.length += length;
      if (kind === Kind.string) open.more.push(reader.bytes, reader.position - length, reader.position);
      return clocks;
    }
    this.#close();
    open.kind = kind === Kind.string || kind === Kind.deleted || kind === Kind.gc ? kind : OTHER_KIND;
    open.bytes = reader.bytes;
    open.from = from;
    open.contentFrom = contentFrom;
    open.to = reader.position;
    open.rightClient = rightClient;
    open.rightClock = rightClock;
    open.length = length;
    return clocks;
  }

  /** Writes the open struct, if there is one. */
  #close(): void {
    const { kind, bytes, from, contentFrom, to, length, more, grown } = this.#open;
    if (kind === NO_KIND) return;
    this.#open.kind = NO_KIND;
    this.#count++;
    if (!grown) {
      this.#writer.copy(bytes, from, to);
      return;
    }
    this.#writer.copy(bytes, from, contentFrom);
    this.#writer.varUint(length);
    if (kind === Kind.string) {
      const own = new ByteReader(bytes, contentFrom, to);
      own.varUint();
      this.#writer.copy(bytes, own.position, to);
    }
    for (let index = 0; index < more.length; index += 3) {
      this.#writer.copy(more[index] as Uint8Array, more[index + 1] as number, more[index + 2] as number);
    }
    more.length = 0;
    this.#open.grown = false;
  }
}

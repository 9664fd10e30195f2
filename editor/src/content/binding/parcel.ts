import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { Parcel } from '../nodes/unknown.ts';
import { type Block, textsOf } from './outline.ts';
import { isShared, type Run, runsOf, type SharedType } from './runs.ts';
import { type BlockMark, typeOf } from './schema.ts';

/*
 * A thing of a type that this version doesn't know, as JSON that says all of it: so it can be made anew elsewhere, when
 * somebody copies it or splits the text it stands in. Each shared type is an object with its `is`; a plain value is
 * `{ value }`, bytes are `{ bytes }`. Keys are in order, so that equal things have equal parcels.
 */

type Packed = { readonly [key: string]: unknown };

/** Deeper than anybody builds; what is, or holds what JSON can't say, isn't carried. */
const MAX_PACKED_DEPTH = 100;

/** What says where a block is, and not what it is: a copy is elsewhere. */
const PLACE_MARKS: ReadonlySet<string> = new Set<BlockMark>(['_at', '_id', '_joined']);

class Uncarried extends Error {}

/** Packs a block. One that can't be carried has a parcel that names it, of which nothing can be made. */
export function packBlock(block: Block): Parcel {
  const { head, fragments } = block;
  const type = typeOf(head);
  return orNamed(head, type, () => {
    const element = packType(head, 0);
    const attributes = Object.entries(element.attributes as Packed).filter(([name]) => !PLACE_MARKS.has(name));
    const joined =
      fragments.length === 0 ? [] : textsOf({ head, fragments }).slice(textsOf({ head, fragments: [] }).length);
    const children = [...(element.children as Packed[]), ...joined.map((text) => packType(text, 1))];
    return { type, block: { ...element, attributes: Object.fromEntries(attributes), children } };
  });
}

/** Makes the block that a parcel holds; null if it holds none. */
export function unpackBlock(parcel: Parcel | null): Y.XmlElement | null {
  return orNull(() => {
    const block = unpackType(asPacked(parcel?.block), 0);
    return block instanceof Y.XmlElement ? block : null;
  });
}

/** Packs what stands in a text, with its marks; links it stands in are `inside`, and not its own. */
export function packEmbed({ embed, attributes }: Run & { kind: 'embed' }, isInside: (mark: string) => boolean): Parcel {
  const type = isShared(embed) ? nameOf(embed) : String((embed as Packed | null)?.type ?? '');
  return orNamed(isShared(embed) ? embed : null, type, () => ({
    type,
    embed: packValue(embed, 0),
    marks: sorted(Object.entries(attributes).filter(([name]) => !isInside(name))),
  }));
}

/** What a parcel holds of a text, to be inserted there; null if it holds nothing of the kind. */
export function unpackEmbed(parcel: Parcel | null): { embed: object; marks: Packed } | null {
  return orNull(() => {
    const embed = unpackValue(asPacked(parcel?.embed), 0);
    // Yjs stores any JSON here, but takes a string for letters and stumbles over null.
    if (typeof embed === 'string' || embed === null) return null;
    return { embed: embed as object, marks: asPacked(parcel?.marks) };
  });
}

/** A shared type as JSON, equal for equal ones; null for what JSON can't say. */
export function packShared(type: SharedType): Parcel | null {
  return orNull(() => packType(type, 0));
}

/** A copy of a shared type, to be put elsewhere; null for what can't be carried. */
export function copyShared(type: SharedType): SharedType | null {
  return orNull(() => unpackType(packType(type, 0), 0));
}

function packType(type: SharedType, depth: number): Packed {
  if (depth > MAX_PACKED_DEPTH) throw new Uncarried('too deep');
  const children = (list: unknown[]) => list.map((child) => packValue(child, depth + 1));
  const entries = (values: object) =>
    sorted(Object.entries(values).map(([key, value]) => [key, packValue(value, depth + 1)]));
  // The order matters: a Y.XmlElement is a Y.XmlFragment, a Y.XmlText a Y.Text, a Y.XmlHook a Y.Map.
  if (type instanceof Y.XmlElement) {
    const attributes = entries(type.getAttributes());
    return { is: 'element', name: type.nodeName, attributes, children: children(type.toArray()) };
  }
  if (type instanceof Y.XmlFragment) return { is: 'fragment', children: children(type.toArray()) };
  if (type instanceof Y.Text) {
    const runs = runsOf(type).map((run) => packRun(run, depth));
    return { is: type instanceof Y.XmlText ? 'xmltext' : 'text', attributes: entries(type.getAttributes()), runs };
  }
  if (type instanceof Y.XmlHook) return { is: 'hook', name: type.hookName, entries: entries(Object.fromEntries(type)) };
  if (type instanceof Y.Map) return { is: 'map', entries: entries(Object.fromEntries(type)) };
  if (type instanceof Y.Array) return { is: 'array', children: children(type.toArray()) };
  throw new Uncarried('a type of a newer Yjs');
}

function packRun(run: Run, depth: number): Packed {
  if (run.kind === 'stray') throw new Uncarried('what belongs in no text');
  const marks = sorted(Object.entries(run.attributes));
  return run.kind === 'letters' ? { letters: run.letters, marks } : { embed: packValue(run.embed, depth + 1), marks };
}

function packValue(value: unknown, depth: number): Packed {
  if (isShared(value)) return packType(value, depth);
  if (value instanceof Uint8Array) return { bytes: toBase64(value) };
  if (value instanceof Y.Doc || value === undefined || typeof value === 'bigint') throw new Uncarried('no JSON');
  return { value };
}

function unpackType(packed: Packed, depth: number): SharedType {
  if (depth > MAX_PACKED_DEPTH) throw new Uncarried('too deep');
  const children = () => asList(packed.children).map((child) => unpackValue(asPacked(child), depth + 1));
  const set = (entries: unknown, write: (name: string, value: unknown) => void) => {
    for (const [name, value] of Object.entries(asPacked(entries))) write(name, unpackValue(asPacked(value), depth + 1));
  };
  const name = typeof packed.name === 'string' ? packed.name : '';
  switch (packed.is) {
    case 'element': {
      const element = new Y.XmlElement(name);
      set(packed.attributes, (key, value) => element.setAttribute(key, value as string));
      element.insert(0, children() as Y.XmlElement[]);
      return element;
    }
    case 'fragment': {
      const fragment = new Y.XmlFragment();
      fragment.insert(0, children() as Y.XmlElement[]);
      return fragment;
    }
    case 'xmltext':
    case 'text': {
      const text = packed.is === 'xmltext' ? new Y.XmlText() : new Y.Text();
      set(packed.attributes, (key, value) => text.setAttribute(key, value));
      text.applyDelta(asList(packed.runs).map((run) => unpackRun(asPacked(run), depth)));
      return text;
    }
    case 'hook': {
      const hook = new Y.XmlHook(name);
      set(packed.entries, (key, value) => hook.set(key, value));
      return hook;
    }
    case 'map': {
      const map = new Y.Map();
      set(packed.entries, (key, value) => map.set(key, value));
      return map;
    }
    case 'array':
      return Y.Array.from(children() as string[]) as Y.Array<unknown>;
    default:
      throw new Uncarried('no parcel of ours');
  }
}

function unpackRun(run: Packed, depth: number): { insert: unknown; attributes: Packed } {
  const attributes = asPacked(run.marks);
  if (typeof run.letters === 'string') return { insert: run.letters, attributes };
  const insert = unpackValue(asPacked(run.embed), depth + 1);
  if (typeof insert === 'string') throw new Uncarried('a delta takes it for letters');
  return { insert, attributes };
}

function unpackValue(packed: Packed, depth: number): unknown {
  if ('is' in packed) return unpackType(packed, depth);
  if (typeof packed.bytes === 'string') return fromBase64(packed.bytes);
  if (!('value' in packed)) throw new Uncarried('no parcel of ours');
  return packed.value;
}

function asPacked(value: unknown): Packed {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Uncarried('no parcel of ours');
  return value as Packed;
}

function asList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Uncarried('no parcel of ours');
  return value;
}

function sorted(entries: [string, unknown][]): Packed {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nameOf(type: SharedType): string {
  return type instanceof Y.XmlElement ? type.nodeName : type.constructor.name.replace(/^Y/, '').toLowerCase();
}

function orNamed(type: SharedType | null, name: string, pack: () => Parcel): Parcel {
  try {
    return pack();
  } catch (error) {
    if (!(error instanceof Uncarried)) throw error;
    const { client, clock } = type?._item?.id ?? { client: 0, clock: 0 };
    return { type: name, uncarried: `${client}-${clock}` };
  }
}

/** A parcel may have come by somebody's clipboard, and hold anything. */
function orNull<T>(unpack: () => T): T | null {
  try {
    return unpack();
  } catch {
    return null;
  }
}

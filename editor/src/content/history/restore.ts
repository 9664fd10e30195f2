import * as Y from 'yjs';
import { knownId } from '../binding/elements.ts';
import { copyShared, packShared } from '../binding/parcel.ts';
import { isShared, type SharedType } from '../binding/runs.ts';
import { canonical, type Json, RESTORED, ROOT } from '../binding/schema.ts';
import { align } from './align.ts';
import { rootsOf, rootTypeOf } from './roots.ts';
import { compareTexts } from './text-diff.ts';
import { type Segment, segmentsOf, Units } from './units.ts';

/**
 * Makes a document what another state of it was, by as little as that takes, in one transaction: what is in both stays
 * the same thing, so that what others write meanwhile lands where it belongs. It knows no schema, and so does for
 * documents, boards and whatever else lies in Yjs' types.
 */
export function restoreState(now: Y.Doc, was: Y.Doc): void {
  now.transact(({ changed }) => {
    restoreRoots(now, was);
    if (changed.size > 0) countRestoring(now);
  });
}

/** The whole of a state as one client writes it anew, without what it has behind it. */
export function copiedState(was: Y.Doc): Uint8Array {
  const copy = new Y.Doc();
  copy.transact(() => restoreRoots(copy, was));
  return Y.encodeStateAsUpdate(copy);
}

function restoreRoots(now: Y.Doc, was: Y.Doc): void {
  for (const name of new Set([...rootsOf(was), ...rootsOf(now)])) {
    const kind = rootTypeOf(name, now, was);
    restoreType(now.get(name, kind as never) as SharedType, was.get(name, kind as never) as SharedType);
  }
}

/**
 * What somebody had deleted is back, and theirs to take back no more: it would be there twice. Their editors learn of
 * it by this, whenever they hear of the restoring.
 */
function countRestoring(doc: Y.Doc): void {
  const root = doc.share.get(ROOT);
  if (!(root instanceof Y.XmlElement)) return;
  const times = Number(root.getAttribute(RESTORED) ?? 0);
  root.setAttribute(RESTORED, (times + 1) as unknown as string);
}

function restoreType(now: SharedType, was: SharedType): void {
  restoreEntries(now, was);
  if (now instanceof Y.Text && was instanceof Y.Text) restoreText(now, was);
  else if (isList(now) && isList(was)) restoreList(now, was);
}

type List = Y.XmlFragment | Y.Array<unknown>;

function isList(type: SharedType): type is List {
  return type instanceof Y.XmlFragment || type instanceof Y.Array;
}

/** Whether one can become the other by what is in it. */
function sameKind(a: unknown, b: unknown): a is SharedType {
  if (!isShared(a) || !isShared(b) || a.constructor !== b.constructor) return false;
  if (a instanceof Y.XmlElement && b instanceof Y.XmlElement) return a.nodeName === b.nodeName;
  return !(a instanceof Y.XmlHook);
}

/* Entries of maps, and attributes. */

/** An id that a block was given since is what links to it name; and what was restored since was. */
const STAYING: ReadonlySet<string> = new Set(['_id', RESTORED]);

function restoreEntries(now: SharedType, was: SharedType): void {
  const present = entriesOf(now);
  const wanted = entriesOf(was);
  for (const name of present.keys()) if (!wanted.has(name) && !STAYING.has(name)) setEntry(now, name, undefined);
  for (const [name, value] of wanted) {
    if (name === RESTORED) continue;
    const before = present.get(name);
    if (sameKind(before, value)) restoreType(before, value as SharedType);
    else if (!present.has(name) || !sameValue(before, value)) setEntry(now, name, remade(value));
  }
}

function entriesOf(type: SharedType): Map<string, unknown> {
  if (type instanceof Y.Map) return new Map(type.entries());
  if (type instanceof Y.XmlElement || type instanceof Y.Text) return new Map(Object.entries(type.getAttributes()));
  return new Map();
}

function setEntry(type: SharedType, name: string, value: unknown): void {
  if (type instanceof Y.Map) {
    if (value === undefined) type.delete(name);
    else type.set(name, value);
  } else if (type instanceof Y.XmlElement || type instanceof Y.Text) {
    if (value === undefined) type.removeAttribute(name);
    else type.setAttribute(name, value as string);
  }
}

/** Undefined for what can't be made anew. */
function remade(value: unknown): unknown {
  return isShared(value) ? (copyWithId(value) ?? undefined) : value;
}

/* Lists. */

interface Entry {
  readonly value: unknown;
  readonly id: string;
}

function restoreList(now: List, was: List): void {
  const present = listOf(now);
  const pairs = align(listOf(was), present, {
    id: ({ id }) => id,
    content: ({ value }) => contentOf(value),
    alike: (a, b) => sameKind(b.value, a.value) && isShared(a.value) && alikeTypes(a.value, b.value as SharedType),
  });
  // From the end, so that places stay what they were.
  let place = present.length;
  let pending: unknown[] = [];
  const insert = () => {
    if (pending.length > 0) insertInto(now, place, pending.reverse());
    pending = [];
  };
  for (const { was, now: is, moved } of pairs.toReversed()) {
    if (!is) {
      const copy = was && remade(was.value);
      if (was && copy !== undefined) pending.push(copy);
      continue;
    }
    insert();
    place--;
    // What has moved within a list is another thing to Yjs: only a foreign hand makes such.
    if (!was || moved) now.delete(place, 1);
    else if (isShared(is.value) && isShared(was.value)) {
      if (sameKind(is.value, was.value)) restoreType(is.value, was.value);
    }
  }
  insert();
}

function insertInto(list: List, place: number, values: unknown[]): void {
  if (list instanceof Y.XmlFragment) list.insert(place, values as Y.XmlElement[]);
  else list.insert(place, values);
}

/** What a list holds, each value with what it can be known by in another state of it. */
function listOf(list: List): Entry[] {
  const entries: Entry[] = [];
  for (let item = list._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue;
    for (const [i, value] of item.content.getContent().entries()) {
      const own = value instanceof Y.XmlElement ? knownId(value) : null;
      entries.push({ value, id: own ?? `${item.id.client.toString(36)}-${(item.id.clock + i).toString(36)}` });
    }
  }
  return entries;
}

const WORDS_COMPARED = 200;

/** Whether so much of the text of one is in the other that it will have been it. */
function alikeTypes(a: SharedType, b: SharedType): boolean {
  const wordsOf = (type: SharedType) => new Set(plainTextOf(type).split(/\s+/, WORDS_COMPARED).filter(Boolean));
  const words = wordsOf(a);
  const others = wordsOf(b);
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared * 2 > Math.max(words.size, others.size);
}

function plainTextOf(type: SharedType): string {
  if (type instanceof Y.Text) return new Units(segmentsOf(type)).text;
  return isList(type)
    ? listOf(type)
        .flatMap(({ value }) => (isShared(value) ? plainTextOf(value) : []))
        .join(' ')
    : '';
}

function contentOf(value: unknown): string {
  if (!isShared(value)) return `value ${JSON.stringify(value)}`;
  return JSON.stringify(packShared(value));
}

function sameValue(a: unknown, b: unknown): boolean {
  if (isShared(a) || isShared(b)) return false;
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && JSON.stringify([...a]) === JSON.stringify([...b]);
  }
  return a === b || canonical(a as Json) === canonical(b as Json);
}

/** A copy that is known by what the first was known by, so that links to it and moves of it go on. */
function copyWithId(value: SharedType): SharedType | null {
  const copy = copyShared(value);
  if (!(copy instanceof Y.XmlElement) || !(value instanceof Y.XmlElement)) return copy;
  const id = knownId(value);
  if (id !== null) copy.setAttribute('_id', id);
  return copy;
}

/* Texts. */

type DeltaStep =
  | { retain: number; attributes?: Record<string, Json> }
  | { delete: number }
  | { insert: unknown; attributes?: Record<string, Json> };

function restoreText(now: Y.Text, was: Y.Text): void {
  const present = new Units(segmentsOf(now));
  const wanted = new Units(segmentsOf(was));
  const delta: DeltaStep[] = [];
  for (const step of compareTexts(wanted, present)) {
    // Seen from now: what was removed since is to come back, what was inserted is to go.
    if (step.kind === 'removed') delta.push(...wanted.slice(step.was, step.was + step.length).flatMap(insertOf));
    else if (step.kind === 'inserted') delta.push({ delete: step.length });
    else delta.push(...restyle(wanted, present, step));
  }
  while (delta.length > 0 && isIdle(delta.at(-1))) delta.pop();
  if (delta.length > 0) now.applyDelta(delta);
}

function isIdle(step: DeltaStep | undefined): boolean {
  return step !== undefined && 'retain' in step && step.attributes === undefined;
}

function insertOf({ text, thing, look, isStray }: Segment): DeltaStep[] {
  if (isStray) return [];
  const attributes = { ...look };
  if (thing === undefined) return [{ insert: text, attributes }];
  if (!isShared(thing)) return typeof thing === 'object' && thing !== null ? [{ insert: thing, attributes }] : [];
  const copy = copyShared(thing);
  return copy ? [{ insert: copy, attributes }] : [];
}

function restyle(wanted: Units, present: Units, step: { was: number; now: number; length: number }): DeltaStep[] {
  const steps: DeltaStep[] = [];
  const olds = wanted.slice(step.was, step.was + step.length);
  const news = present.slice(step.now, step.now + step.length);
  let i = 0;
  let j = 0;
  let oldLeft = olds[0]?.text.length ?? 0;
  let newLeft = news[0]?.text.length ?? 0;
  for (let old = olds[i], is = news[j]; old && is; old = olds[i], is = news[j]) {
    const length = Math.min(oldLeft, newLeft);
    const attributes: Record<string, Json> = {};
    if (old.key !== is.key) {
      for (const name of Object.keys(is.look)) if (!(name in old.look)) attributes[name] = null;
      for (const [name, value] of Object.entries(old.look))
        if (!sameValue(is.look[name], value)) attributes[name] = value;
    }
    if (isShared(old.thing) && isShared(is.thing) && sameKind(is.thing, old.thing)) restoreType(is.thing, old.thing);
    steps.push(Object.keys(attributes).length > 0 ? { retain: length, attributes } : { retain: length });
    oldLeft -= length;
    newLeft -= length;
    if (oldLeft === 0) oldLeft = olds[++i]?.text.length ?? 0;
    if (newLeft === 0) newLeft = news[++j]?.text.length ?? 0;
  }
  return steps;
}

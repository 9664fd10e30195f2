import { EMBED, type Inline, type Span } from './inline.ts';
import { type Attributes, type Json, sameJson } from './schema.ts';

/** What one edit did to a text: at `at`, `removed` units went and `inserted` came. */
export interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: number;
}

/** Looks that changed on text that stayed: null takes an attribute away. Places are those before the edit. */
export interface Restyle {
  readonly at: number;
  readonly length: number;
  readonly changes: Record<string, Json>;
}

/**
 * Finds the smallest single edit that makes `after` of `before`.
 *
 * `caret` is where the author's caret stands in `after`: among equal letters it tells which one was typed, and
 * what stands behind it is taken to be untouched. An edit never cuts a surrogate pair in two, because Yjs replaces
 * both halves of one that was cut.
 */
export function findEdit(before: Inline, after: Inline, caret?: number): Edit {
  const a = before.text;
  const b = after.text;
  const same = embedsAlike(before, after);
  const most = Math.min(a.length, b.length);
  let tail = 0;
  let head = 0;
  const growTail = (limit: number) => {
    while (tail < limit && same(a.length - tail - 1, b.length - tail - 1)) tail++;
  };
  if (caret !== undefined) growTail(Math.min(most, b.length - caret));
  while (head < most - tail && same(head, head)) head++;
  growTail(most - head);
  if (splitsPair(a, head) || splitsPair(b, head)) head--;
  if (splitsPair(a, a.length - tail) || splitsPair(b, b.length - tail)) tail--;
  return { at: head, removed: a.length - head - tail, inserted: b.length - head - tail };
}

/** What changed in the looks of the text that an edit left standing. */
export function findRestyles(before: Inline, after: Inline, edit: Edit): Restyle[] {
  const shift = edit.inserted - edit.removed;
  return [
    ...compareLooks(before, after, 0, edit.at, 0),
    ...compareLooks(before, after, edit.at + edit.removed, before.text.length, shift),
  ];
}

/** The spans that an edit brought in. */
export function insertedSpans(after: Inline, edit: Edit): Span[] {
  return slice(after, edit.at, edit.at + edit.inserted);
}

/** Where a place of the text before edits lies after them; one inside what went is where that was. */
export function moved(place: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const { at, removed, inserted } of edits) {
    if (place <= at) break;
    if (place < at + removed) return at + shift;
    shift += inserted - removed;
  }
  return place + shift;
}

/** What is left of a stretch after edits: the stretches between what they brought in. */
export function movedStretches(from: number, to: number, edits: readonly Edit[]): [number, number][] {
  const stretches: [number, number][] = [];
  let start = from;
  let shift = 0;
  for (const { at, removed, inserted } of edits) {
    stretches.push([start + shift, Math.min(to, at) + shift]);
    start = Math.max(start, at + removed);
    shift += inserted - removed;
  }
  stretches.push([start + shift, to + shift]);
  return stretches.filter(([begin, end]) => begin < end);
}

export function slice(inline: Inline, from: number, to: number): Span[] {
  const spans: Span[] = [];
  let offset = 0;
  for (const span of inline.spans) {
    const start = Math.max(from - offset, 0);
    const stop = Math.min(to - offset, span.text.length);
    if (start < stop) spans.push({ ...span, text: span.text.slice(start, stop) });
    offset += span.text.length;
    if (offset >= to) break;
  }
  return spans;
}

function compareLooks(before: Inline, after: Inline, from: number, to: number, shift: number): Restyle[] {
  const restyles: Restyle[] = [];
  const olds = slice(before, from, to);
  const news = slice(after, from + shift, to + shift);
  let at = from;
  let i = 0;
  let j = 0;
  let oldLeft = olds[0]?.text.length ?? 0;
  let newLeft = news[0]?.text.length ?? 0;
  while (at < to) {
    const length = Math.min(oldLeft, newLeft);
    const old = olds[i];
    const now = news[j];
    if (!old || !now || length === 0) break;
    if (old.key !== now.key) {
      const changes = lookChanges(old.look, now.look);
      if (Object.keys(changes).length > 0) restyles.push({ at, length, changes });
    }
    at += length;
    oldLeft -= length;
    newLeft -= length;
    if (oldLeft === 0) oldLeft = olds[++i]?.text.length ?? 0;
    if (newLeft === 0) newLeft = news[++j]?.text.length ?? 0;
  }
  return restyles;
}

function lookChanges(old: Attributes, now: Attributes): Record<string, Json> {
  const changes: Record<string, Json> = {};
  for (const name of Object.keys(old)) if (!(name in now)) changes[name] = null;
  for (const [name, value] of Object.entries(now)) {
    const present = old[name];
    if (present === undefined || !sameJson(present, value)) changes[name] = value;
  }
  return changes;
}

/** Compares units of two texts; behind the sign of an embed there must be the same one. */
function embedsAlike(before: Inline, after: Inline): (i: number, j: number) => boolean {
  const a = before.text;
  const b = after.text;
  if (!a.includes(EMBED) || !b.includes(EMBED)) return (i, j) => a.charCodeAt(i) === b.charCodeAt(j);
  const inA = embedKeys(before);
  const inB = embedKeys(after);
  return (i, j) => a.charCodeAt(i) === b.charCodeAt(j) && inA.get(i) === inB.get(j);
}

function embedKeys(inline: Inline): Map<number, string> {
  const keys = new Map<number, string>();
  let offset = 0;
  for (const span of inline.spans) {
    if (span.embed) keys.set(offset, span.key);
    offset += span.text.length;
  }
  return keys;
}

function splitsPair(text: string, at: number): boolean {
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

import * as Y from 'yjs';
import { isShared, type SharedType } from '../binding/runs.ts';
import { type Attributes, canonical, type Json } from '../binding/schema.ts';

/** What stands for a thing among letters. */
export const THING = '\uFFFC';

/** A stretch of a text that was written in one go and looks the same. Its units have the ids `clock`, `clock + 1` … */
export interface Segment {
  readonly client: number;
  readonly clock: number;
  /** As many UTF-16 units as it has ids; of a thing, or of what belongs in no text, one for each. */
  readonly text: string;
  readonly look: Attributes;
  /** Equal looks have equal keys. */
  readonly key: string;
  /** Who gave it each attribute of its look: the clientID. */
  readonly styledBy: ReadonlyMap<string, number>;
  /** Set for one thing, whose text is `THING`. */
  readonly thing?: Json | SharedType;
  /** What belongs in no text, and is neither shown nor copied. */
  readonly isStray?: true;
}

const PLAIN: Attributes = {};

/** What a text holds, by the ids of its units, without those attributes of its look that are passed over. */
export function segmentsOf(text: Y.Text, isPassedOver: (name: string) => boolean = () => false): Segment[] {
  const segments: Segment[] = [];
  const marks = new Map<string, Json>();
  let styledBy = new Map<string, number>();
  let look = PLAIN;
  let key = '';
  for (let item = text._start; item; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    const { client, clock } = item.id;
    const base = { client, clock, look, key, styledBy };
    if (content instanceof Y.ContentString) {
      segments.push({ ...base, text: content.str });
    } else if (content instanceof Y.ContentFormat) {
      if (isPassedOver(content.key)) continue;
      const value = content.value as Json;
      if (value === null) marks.delete(content.key);
      else marks.set(content.key, value);
      styledBy = new Map(styledBy).set(content.key, client);
      look = marks.size === 0 ? PLAIN : Object.fromEntries(marks);
      key = marks.size === 0 ? '' : canonical({ ...look });
    } else if (content instanceof Y.ContentEmbed) {
      segments.push({ ...base, text: THING, thing: content.embed as unknown as Json });
    } else if (content instanceof Y.ContentType && isShared(content.type)) {
      segments.push({ ...base, text: THING, thing: content.type });
    } else if (item.countable) {
      segments.push({ ...base, text: THING.repeat(item.length), isStray: true });
    }
  }
  return segments;
}

/** Texts that stand behind each other as one, and where the parts of it are. */
export class Units {
  readonly segments: readonly Segment[];
  /** Where each of the segments begins. */
  readonly starts: readonly number[];
  readonly text: string;

  constructor(segments: readonly Segment[]) {
    this.segments = segments;
    const starts: number[] = [];
    let at = 0;
    for (const segment of segments) {
      starts.push(at);
      at += segment.text.length;
    }
    this.starts = starts;
    this.text = segments.map(({ text }) => text).join('');
  }

  /** The parts of it from one place to before another, cut as needed. */
  slice(from: number, to: number): Segment[] {
    const parts: Segment[] = [];
    for (let i = this.#indexAt(from); i < this.segments.length; i++) {
      const segment = this.segments[i];
      const start = this.starts[i] ?? 0;
      if (!segment || start >= to) break;
      const begin = Math.max(from - start, 0);
      const end = Math.min(to - start, segment.text.length);
      if (begin >= end) continue;
      const isWhole = begin === 0 && end === segment.text.length;
      parts.push(
        isWhole ? segment : { ...segment, clock: segment.clock + begin, text: segment.text.slice(begin, end) },
      );
    }
    return parts;
  }

  #indexAt(place: number): number {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) + (this.segments[middle]?.text.length ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether two stretches hold the same, apart from how it looks. */
export function sameThing(a: Segment, b: Segment): boolean {
  if (a.isStray || b.isStray) return a.isStray === b.isStray;
  if (a.thing === undefined && b.thing === undefined) return true;
  if (a.thing === undefined || b.thing === undefined || isShared(a.thing) || isShared(b.thing))
    return a.thing === b.thing;
  return canonical(a.thing) === canonical(b.thing);
}

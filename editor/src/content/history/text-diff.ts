import { diffArrays } from 'diff';
import { longestIncreasing } from '../binding/longest-increasing.ts';
import { type Segment, sameThing, THING, type Units } from './units.ts';

/** A stretch of the older text, of the newer, or of both, in the order of reading. Places are units of their text. */
export type TextStep =
  | { readonly kind: 'same'; readonly was: number; readonly now: number; readonly length: number }
  | { readonly kind: 'removed'; readonly was: number; readonly length: number }
  | { readonly kind: 'inserted'; readonly now: number; readonly length: number };

interface Match {
  readonly was: number;
  readonly now: number;
  readonly length: number;
}

/**
 * How a text became another: by what was written once and is in both, whoever moved what around it; and where that
 * leaves something on both sides, by the words.
 */
export function compareTexts(was: Units, now: Units): TextStep[] {
  const steps: TextStep[] = [];
  let atWas = 0;
  let atNow = 0;
  for (const match of [...matchesById(was, now), { was: was.text.length, now: now.text.length, length: 0 }]) {
    steps.push(...compareWords(was, now, { was: atWas, wasEnd: match.was, now: atNow, nowEnd: match.now }));
    if (match.length > 0) steps.push({ kind: 'same', ...match });
    atWas = match.was + match.length;
    atNow = match.now + match.length;
  }
  return joined(steps);
}

/** What has the same ids in both, in an order that both have. */
function matchesById(was: Units, now: Units): Match[] {
  const byClient = new Map<number, { segment: Segment; start: number }[]>();
  for (const [i, segment] of was.segments.entries()) {
    const own = byClient.get(segment.client);
    const entry = { segment, start: was.starts[i] ?? 0 };
    if (own) own.push(entry);
    else byClient.set(segment.client, [entry]);
  }
  for (const own of byClient.values()) own.sort((a, b) => a.segment.clock - b.segment.clock);
  const matches: Match[] = [];
  for (const [i, segment] of now.segments.entries()) {
    const start = now.starts[i] ?? 0;
    const own = byClient.get(segment.client) ?? [];
    for (let j = firstEndingAfter(own, segment.clock); j < own.length; j++) {
      const other = own[j];
      if (!other || other.segment.clock >= segment.clock + segment.text.length) break;
      const from = Math.max(other.segment.clock, segment.clock);
      const to = Math.min(other.segment.clock + other.segment.text.length, segment.clock + segment.text.length);
      matches.push({
        was: other.start + from - other.segment.clock,
        now: start + from - segment.clock,
        length: to - from,
      });
    }
  }
  const stays = longestIncreasing(matches.map(({ was: place }) => place));
  return matches.filter((_, i) => stays.has(i));
}

function firstEndingAfter(own: readonly { segment: Segment }[], clock: number): number {
  let low = 0;
  let high = own.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { segment } = own[middle] ?? {};
    if (segment && segment.clock + segment.text.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Gap {
  readonly was: number;
  readonly wasEnd: number;
  readonly now: number;
  readonly nowEnd: number;
}

/** Where it takes more edits than this the whole is said to be another. */
const MOST_EDITS = 400;

function compareWords(was: Units, now: Units, gap: Gap): TextStep[] {
  const gone = wordsOf(was, gap.was, gap.wasEnd);
  const come = wordsOf(now, gap.now, gap.nowEnd);
  const steps: TextStep[] = [];
  let atWas = gap.was;
  let atNow = gap.now;
  const remove = (length: number) => {
    if (length > 0) steps.push({ kind: 'removed', was: atWas, length });
    atWas += length;
  };
  const insert = (length: number) => {
    if (length > 0) steps.push({ kind: 'inserted', now: atNow, length });
    atNow += length;
  };
  const changes =
    gone.length > 0 && come.length > 0
      ? diffArrays(gone, come, { comparator: sameWord, maxEditLength: MOST_EDITS })
      : undefined;
  if (!changes) {
    remove(gap.wasEnd - gap.was);
    insert(gap.nowEnd - gap.now);
    return steps;
  }
  for (const { added, removed, value } of changes) {
    const length = value.reduce((sum, { text }) => sum + text.length, 0);
    if (added) insert(length);
    else if (removed) remove(length);
    else {
      steps.push({ kind: 'same', was: atWas, now: atNow, length });
      atWas += length;
      atNow += length;
    }
  }
  return steps;
}

interface Word {
  readonly text: string;
  /** Set for a thing among letters. */
  readonly thing: Segment | null;
}

function sameWord(a: Word, b: Word): boolean {
  return a.text === b.text && (a.thing && b.thing ? sameThing(a.thing, b.thing) : a.thing === b.thing);
}

/** Words, what stands between them, and things, each by itself; of scripts without spaces, each character. */
const WORD =
  /\uFFFC|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}_]+|\s+|./gsu;

function wordsOf(units: Units, from: number, to: number): Word[] {
  if (from >= to) return [];
  const words = units.text.slice(from, to).match(WORD) ?? [];
  let at = from;
  return words.map((text) => {
    const thing = text === THING ? (units.slice(at, at + 1)[0] ?? null) : null;
    at += text.length;
    return { text, thing };
  });
}

/** What goes on is one step; of what goes and what comes at one place, what goes is first. */
function joined(steps: readonly TextStep[]): TextStep[] {
  const result: TextStep[] = [];
  for (const step of steps) {
    const last = result.at(-1);
    if (
      last?.kind === 'same' &&
      step.kind === 'same' &&
      last.was + last.length === step.was &&
      last.now + last.length === step.now
    ) {
      result[result.length - 1] = { ...last, length: last.length + step.length };
    } else if (last?.kind === 'removed' && step.kind === 'removed') {
      result[result.length - 1] = { ...last, length: last.length + step.length };
    } else if (last?.kind === 'inserted' && step.kind === 'inserted') {
      result[result.length - 1] = { ...last, length: last.length + step.length };
    } else if (last?.kind === 'inserted' && step.kind === 'removed') {
      const before = result.at(-2);
      if (before?.kind === 'removed') result[result.length - 2] = { ...before, length: before.length + step.length };
      else result.splice(-1, 0, step);
    } else {
      result.push(step);
    }
  }
  return result;
}

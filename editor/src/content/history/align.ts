import { diffArrays } from 'diff';
import { longestIncreasing } from '../binding/longest-increasing.ts';

/** One that both lists have, or that only the older or only the newer has. */
export interface Pair<T> {
  readonly was: T | null;
  readonly now: T | null;
  /** Whether it stands elsewhere than before, among those that both have. */
  readonly moved: boolean;
}

export interface Likeness<T> {
  /** The same thing in both has the same. */
  id(each: T): string;
  /** Equal ones have equal contents. */
  content(each: T): string;
  /** Whether two that are neither the same nor equal can be taken for one that was changed. */
  alike(was: T, now: T): boolean;
}

/** Differences in the contents of a stretch above which nothing in it is taken to be equal. */
const MOST_EDITS = 2000;
/** Neighbours that are looked at for one that is alike. */
const NEAR = 8;

/**
 * Puts two lists beside each other, in the order of the newer, what is gone behind what it stood behind: first by what
 * is the same, then by what is equal, then by what is alike.
 */
export function align<T>(was: readonly T[], now: readonly T[], likeness: Likeness<T>): Pair<T>[] {
  const places = new Map(was.map((each, i) => [likeness.id(each), i]));
  const partners = now.map((each) => {
    const place = places.get(likeness.id(each)) ?? -1;
    places.delete(likeness.id(each));
    return place;
  });
  const known = partners.flatMap((place, i) => (place === -1 ? [] : [{ place, i }]));
  const inOrder = longestIncreasing(known.map(({ place }) => place));
  const stays = new Map(known.filter((_, i) => inOrder.has(i)).map(({ place, i }) => [i, place]));
  const taken = new Set(known.map(({ place }) => place));
  const pairs: Pair<T>[] = [];
  let atWas = 0;
  let gap: T[] = [];
  const closeGap = (end: number) => {
    const gone = was.slice(atWas, end).filter((_, i) => !taken.has(atWas + i));
    pairs.push(...alignGap(gone, gap, likeness));
    gap = [];
  };
  for (const [i, each] of now.entries()) {
    const place = stays.get(i);
    const partner = partners[i] ?? -1;
    if (place !== undefined) {
      closeGap(place);
      pairs.push({ was: was[place] ?? null, now: each, moved: false });
      atWas = place + 1;
    } else if (partner !== -1) {
      // It comes from elsewhere: what is gone before it here is told first.
      pairs.push(...alignGap([], gap, likeness), { was: was[partner] ?? null, now: each, moved: true });
      gap = [];
    } else {
      gap.push(each);
    }
  }
  closeGap(was.length);
  return pairs;
}

function alignGap<T>(was: readonly T[], now: readonly T[], likeness: Likeness<T>): Pair<T>[] {
  if (was.length === 0) return now.map((each) => ({ was: null, now: each, moved: false }));
  if (now.length === 0) return was.map((each) => ({ was: each, now: null, moved: false }));
  const changes = diffArrays(was.map(likeness.content), now.map(likeness.content), { maxEditLength: MOST_EDITS });
  if (!changes) return alignAlike(was, now, likeness);
  const pairs: Pair<T>[] = [];
  let atWas = 0;
  let atNow = 0;
  let gone: T[] = [];
  let come: T[] = [];
  const close = () => {
    pairs.push(...alignAlike(gone, come, likeness));
    gone = [];
    come = [];
  };
  for (const { added, removed, count } of changes) {
    if (removed) gone.push(...was.slice(atWas, atWas + count));
    else if (added) come.push(...now.slice(atNow, atNow + count));
    else {
      close();
      for (let i = 0; i < count; i++)
        pairs.push({ was: was[atWas + i] ?? null, now: now[atNow + i] ?? null, moved: false });
    }
    if (!added) atWas += count;
    if (!removed) atNow += count;
  }
  close();
  return pairs;
}

function alignAlike<T>(was: readonly T[], now: readonly T[], likeness: Likeness<T>): Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let atWas = 0;
  for (const each of now) {
    const near = was.slice(atWas, atWas + NEAR);
    const found = near.findIndex((other) => likeness.alike(other, each));
    if (found === -1) {
      pairs.push({ was: null, now: each, moved: false });
      continue;
    }
    for (const gone of near.slice(0, found)) pairs.push({ was: gone, now: null, moved: false });
    pairs.push({ was: near[found] ?? null, now: each, moved: false });
    atWas += found + 1;
  }
  for (const gone of was.slice(atWas)) pairs.push({ was: gone, now: null, moved: false });
  return pairs;
}

import { fold } from '../../search/fold.ts';
import { pairsOf, runsOf, type Word } from '../../search/words.ts';
import { LONGEST_QUERY } from '../../search-store.ts';

/** Words of one tsvector, which knows places up to 16,383, and 255 of each word. */
const MOST_WORDS = 4_000;
const MOST_PLACES = 255;

/** Words of a title count more: PostgreSQL's weights are A to D. */
type Weight = 'A' | '';

/**
 * A text as the tsvectors that hold it: each spaced word by itself, folded, and of other scripts each pair of neighbours
 * and each last character. What a query can ask for as a phrase stays within one.
 */
export function* vectorsOf(text: string, weight: Weight): Generator<string> {
  let places = new Map<string, number[]>();
  let count = 0;
  for (const words of phrasesOf(text)) {
    if (count > 0 && count + words.length > MOST_WORDS) {
      yield vector(places, weight);
      places = new Map();
      count = 0;
    }
    for (const word of words) {
      const folded = fold(word).text;
      const known = places.get(folded);
      count++;
      if (!known) places.set(folded, [count]);
      else if (known.length < MOST_PLACES) known.push(count);
    }
  }
  if (count > 0) yield vector(places, weight);
}

/** What stands together: one spaced word, cut to what a query may have, or the pairs of a run. */
function* phrasesOf(text: string): Generator<string[]> {
  for (const { text: run, unspaced } of runsOf(text)) {
    if (!unspaced) yield [run.slice(0, LONGEST_QUERY)];
    else {
      const step = MOST_WORDS - LONGEST_QUERY;
      // Where a run is cut, both halves have what a query may span.
      for (let at = 0; at < run.length; at += step) yield pairsOf(run.slice(at, at + MOST_WORDS), true).split(' ');
    }
  }
}

/** A word as a tsquery: its beginning, or a phrase of pairs. */
export function queryOf({ text, unspaced }: Word): string {
  const isPart = !unspaced || [...text].length === 1;
  if (isPart) return `${quoted(fold(text).text)}:*`;
  const pairs = pairsOf(text, false).split(' ');
  return `(${pairs.map((pair) => quoted(fold(pair).text)).join(' <-> ')})`;
}

const vector = (places: ReadonlyMap<string, readonly number[]>, weight: Weight): string =>
  [...places]
    .filter(([word]) => word !== '')
    .map(([word, at]) => `${quoted(word)}:${at.map((place) => place + weight).join(',')}`)
    .join(' ');

const quoted = (word: string): string => `'${word.replace(/['\\]/g, '\\$&')}'`;

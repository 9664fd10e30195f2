import type { Excerpt, Excerpts } from '../search-store.ts';
import { type Folded, fold } from './fold.ts';
import { endsInWord, type Word, wordsOf } from './words.ts';

const MOST_LINES = 2;
/** Characters of an excerpt, and of what it shows before its first match. */
const LENGTH = 180;
const BEFORE = 50;

type Mark = readonly [start: number, end: number];

/** Where the words of a query stand in a title and in a text. */
export function excerptsOf(query: string, { title, text }: { title: string; text: string }): Excerpts {
  const words = wordsOf(query).map((word) => ({ ...word, text: fold(word.text).text }));
  return { title: { text: title, marks: marksIn(fold(title), words).marks }, lines: bestLines(text, words) };
}

function bestLines(text: string, words: readonly Word[]): Excerpt[] {
  const best: { line: string; at: number; marks: Mark[]; score: number }[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const { marks, found } = marksIn(fold(line), words);
    if (found > 0 && (best.length < MOST_LINES || found > (best.at(-1)?.score ?? 0))) {
      best.push({ line, at, marks, score: found });
      best.sort((a, b) => b.score - a.score || a.at - b.at);
      best.length = Math.min(best.length, MOST_LINES);
    }
    at++;
  }
  return best.sort((a, b) => a.at - b.at).map(({ line, marks }) => cut(line, marks));
}

/** Every place of every word, and how many of the words have one. */
function marksIn({ text, origin }: Folded, words: readonly Word[]): { marks: Mark[]; found: number } {
  const marks: [number, number][] = [];
  let found = 0;
  for (const { text: word, unspaced } of words) {
    let known = false;
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      if (!unspaced && endsInWord(text.slice(Math.max(0, at - 2), at))) continue;
      marks.push([origin(at), origin(at + word.length)]);
      known = true;
    }
    if (known) found++;
  }
  return { marks: joined(marks), found };
}

function joined(marks: [number, number][]): Mark[] {
  const result: [number, number][] = [];
  for (const [start, end] of marks.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** A long line is cut around its first match, between words where there are any. */
function cut(line: string, marks: readonly Mark[]): Excerpt {
  if (line.length <= LENGTH) return { text: line, marks };
  const first = marks[0]?.[0] ?? 0;
  let start = Math.max(0, Math.min(first - BEFORE, line.length - LENGTH));
  if (start > 0) {
    const space = line.indexOf(' ', start);
    if (space !== -1 && space < first) start = space + 1;
    else if (isTrail(line, start)) start++;
  }
  let end = Math.min(line.length, start + LENGTH);
  if (end < line.length && isTrail(line, end)) end--;
  const head = start > 0 ? '…' : '';
  const shift = head.length - start;
  return {
    text: `${head}${line.slice(start, end)}${end < line.length ? '…' : ''}`,
    marks: marks
      .filter(([from, to]) => from >= start && from < end && to > start)
      .map(([from, to]) => [from + shift, Math.min(to, end) + shift]),
  };
}

/** Whether a cut here would part a pair of surrogates. */
const isTrail = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

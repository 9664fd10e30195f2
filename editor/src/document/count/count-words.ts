export interface Counts {
  readonly words: number;
  /** As people count them: a letter with its marks is one, and so is an emoji of several parts. Breaks are none. */
  readonly characters: number;
}

/** Scripts written without spaces between words: their words are told by a dictionary. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;
/** A word, with what joins its parts: don't, 3.5, e-mail. */
const WORD = /[\p{L}\p{N}\p{M}_]+(?:['’.,:\-\u2010\u2011][\p{L}\p{N}\p{M}_]+)*/gu;
/** Nothing in it is made of several code points, nor does any code unit stand for half of one. */
const SIMPLE =
  /^[ -\u02ff\t\u0370-\u0482\u048a-\u0590\u3040-\u3098\u309b-\u30ff\u4e00-\u9fff\u3000-\u3029\uff00-\uffef]*$/;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const countOf = (segments: Iterable<unknown>): number => {
  let count = 0;
  for (const _ of segments) count += 1;
  return count;
};

export const countWords = (text: string): Counts => {
  const characters = SIMPLE.test(text) ? text.length : countOf(graphemes.segment(text));
  if (!UNSPACED.test(text)) return { words: text.match(WORD)?.length ?? 0, characters };
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count += 1;
  return { words: count, characters };
};

/** Words a minute of silent reading. */
const PACE = 230;

/** Whole minutes, at least one where there is something to read. */
export const readingMinutes = (count: number): number => (count === 0 ? 0 : Math.max(1, Math.round(count / PACE)));

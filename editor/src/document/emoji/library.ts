import { useEffect, useState } from 'react';

export interface Emoji {
  readonly unicode: string;
  readonly group: number;
  /** Its name in each language. */
  readonly names: Readonly<Record<EmojiLanguage, string>>;
  /** What it is called between colons, the best known name first. */
  readonly codes: readonly string[];
  /** All that it is called, in lower case. */
  readonly called: readonly string[];
  /** What else has to do with it, in lower case. */
  readonly about: readonly string[];
}

export type EmojiLanguage = 'en' | 'zh';

/** A group of Unicode's that people choose from: not the parts of which emoji are made. */
export const EMOJI_GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;

interface Entry {
  readonly hexcode: string;
  readonly label: string;
  readonly unicode: string;
  readonly group?: number;
  readonly order?: number;
  readonly tags?: readonly string[];
}

type Codes = Readonly<Record<string, string | readonly string[]>>;

let loading: Promise<readonly Emoji[]> | undefined;
let loaded: readonly Emoji[] | undefined;

/** All emoji in Unicode's order; fetched when first asked for, since they weigh more than the editor. */
export const loadEmoji = (): Promise<readonly Emoji[]> => {
  loading ??= fetchEmoji().then(
    (emoji) => {
      loaded = emoji;
      return emoji;
    },
    (error: unknown) => {
      // Offline, perhaps: the next who asks tries again.
      loading = undefined;
      throw error;
    },
  );
  return loading;
};

const fetchEmoji = async (): Promise<readonly Emoji[]> => {
  const [english, chinese, codes] = await Promise.all([
    import('emojibase-data/en/compact.json', { with: { type: 'json' } }),
    import('emojibase-data/zh/compact.json', { with: { type: 'json' } }),
    import('emojibase-data/en/shortcodes/github.json', { with: { type: 'json' } }),
  ]);
  return joined(english.default as readonly Entry[], chinese.default as readonly Entry[], codes.default as Codes);
};

/** The same emoji of both languages, and their codes, as one. */
const joined = (english: readonly Entry[], chinese: readonly Entry[], codes: Codes): readonly Emoji[] => {
  const inChinese = new Map(chinese.map((entry) => [entry.hexcode, entry]));
  return english
    .filter(({ group }) => EMOJI_GROUPS.some((each) => each === group))
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(({ hexcode, label, unicode, group = 0, tags = [] }) => {
      const other = inChinese.get(hexcode);
      const short = [codes[hexcode] ?? []].flat();
      return {
        unicode,
        group,
        names: { en: label, zh: other?.label ?? label },
        codes: short,
        called: inLowerCase([...short, label, other?.label ?? label]),
        about: inLowerCase([...tags, ...(other?.tags ?? [])]),
      };
    });
};

/** The emoji with this code, if the library is there already. */
export const emojiOfCode = (code: string): string | undefined =>
  loaded?.find(({ codes }) => codes.includes(code))?.unicode;

const inLowerCase = (words: readonly string[]): readonly string[] => words.map((word) => word.toLowerCase());

const NO_FIT = 4;

/** Whether it is the word, begins with it, has a part that does, or holds it. */
const rankOf = (word: string, wanted: string): number => {
  if (word === wanted) return 0;
  if (word.startsWith(wanted)) return 1;
  if (word.split(/[\s_-]/).some((part) => part.startsWith(wanted))) return 2;
  return word.includes(wanted) ? 3 : NO_FIT;
};

/** Those that fit a query, best first. */
export const findEmoji = (all: readonly Emoji[], query: string, most: number): readonly Emoji[] => {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return all.slice(0, most);
  const best = (words: readonly string[]): number => Math.min(NO_FIT, ...words.map((word) => rankOf(word, wanted)));
  // What it is called counts for more than what has to do with it.
  const rank = ({ called, about }: Emoji): number => Math.min(best(called), best(about) + 1.5);
  return all
    .map((emoji) => ({ emoji, rank: rank(emoji) }))
    .filter((each) => each.rank < NO_FIT)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ emoji }) => emoji);
};

/** The library, from when it is wanted; null until it is there, `failed` when it can't be fetched. */
export const useEmoji = (wanted = true): { readonly emoji: readonly Emoji[] | null; readonly failed: boolean } => {
  const [emoji, setEmoji] = useState(loaded ?? null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted || emoji !== null) return undefined;
    let current = true;
    loadEmoji().then(
      (all) => current && setEmoji(all),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [wanted, emoji]);
  return { emoji, failed };
};

/** Which of the names suits a language of the interface. */
export const emojiLanguage = (language: string): EmojiLanguage => (language.startsWith('zh') ? 'zh' : 'en');

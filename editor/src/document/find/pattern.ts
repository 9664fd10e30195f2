/** What somebody looks for. */
export interface Query {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  /** `text` is a regular expression. */
  readonly isRegex: boolean;
}

/** A regular expression as text, so that it can go to another thread. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
}

export interface Match {
  readonly from: number;
  readonly to: number;
  /** What its groups hold, the whole first; of regular expressions alone. */
  readonly groups?: readonly (string | undefined)[];
  readonly named?: Readonly<Record<string, string | undefined>>;
}

/** A letter that is part of a word. Scripts written without spaces have no words that a pattern could tell apart. */
const WORD = String.raw`(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}])[\p{L}\p{N}\p{M}_]`;
const startsWithWord = new RegExp(`^(?:${WORD})`, 'u');
const endsWithWord = new RegExp(`(?:${WORD})$`, 'u');

/** Typed plainly, but often replaced by an editor's typography. */
const ALIKE: Readonly<Record<string, string>> = { "'": "['‘’]", '"': '["“”]', ' ': '[ \u00a0]' };

/** The pattern of a query; null where nothing is looked for. Throws a SyntaxError for a regular expression that is none. */
export const patternOf = ({ text, matchCase, wholeWord, isRegex }: Query): Pattern | null => {
  if (text === '') return null;
  const flags = matchCase ? 'gu' : 'giu';
  const plain = isRegex
    ? text
    : text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/['" ]/g, (sign) => ALIKE[sign] ?? sign);
  // Tried before it is wrapped: `a)(b` must not become valid.
  new RegExp(plain, flags);
  if (!wholeWord) return { source: plain, flags };
  const before = isRegex || startsWithWord.test(text) ? `(?<!${WORD})` : '';
  const after = isRegex || endsWithWord.test(text) ? `(?!${WORD})` : '';
  return { source: `${before}(?:${plain})${after}`, flags };
};

/** All that a pattern finds in a text, but nothing of no length. */
export const matchesIn = (text: string, { source, flags }: Pattern, withGroups: boolean): Match[] => {
  const found: Match[] = [];
  for (const match of text.matchAll(new RegExp(source, flags))) {
    if (match[0] === '') continue;
    const place = { from: match.index, to: match.index + match[0].length };
    found.push(withGroups ? { ...place, groups: [...match], named: { ...match.groups } } : place);
  }
  return found;
};

/** What takes a match's place: `$1`, `$&` and `$<name>` stand for what the regular expression found. */
export const replacementOf = ({ groups, named }: Match, template: string): string => {
  if (groups === undefined) return template;
  return template.replace(
    /\$(?:\$|&|(\d{1,2})|<([^>]*)>)/g,
    (sign, number: string | undefined, name: string | undefined) => {
      if (sign === '$$') return '$';
      if (sign === '$&') return groups[0] ?? '';
      if (name !== undefined) return named?.[name] ?? '';
      const place = Number(number);
      return place > 0 && place < groups.length ? (groups[place] ?? '') : sign;
    },
  );
};

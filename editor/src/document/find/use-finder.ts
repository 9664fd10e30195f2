import type { LexicalEditor } from 'lexical';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Finder, type Found } from './finder.ts';
import { MatchHighlights } from './match-highlights.ts';
import type { Query } from './pattern.ts';

export interface Finding {
  readonly found: Found;
  step(by: 1 | -1): void;
  replace(words: string): Promise<void>;
  /** Resolves with how many there were. */
  replaceAll(words: string): Promise<number>;
  /** Selects what is looked at. */
  select(): void;
}

const NONE: Found = { places: [], current: -1, fault: null };

/** What a query finds, marked in the text; what is looked at is scrolled to, clear of the bar. */
export const useFinder = (editor: LexicalEditor, query: Query, bar: RefObject<HTMLElement | null>): Finding => {
  const [found, setFound] = useState(NONE);
  const parts = useRef<{ finder: Finder; highlights: MatchHighlights }>(null);

  useEffect(() => {
    const highlights = new MatchHighlights(editor);
    const finder = new Finder(editor, () => {
      setFound(finder.found);
      highlights.show(finder.found);
    });
    parts.current = { finder, highlights };
    return () => {
      parts.current = null;
      finder.destroy();
      highlights.destroy();
    };
  }, [editor]);

  const { text, matchCase, wholeWord, isRegex } = query;
  useEffect(() => {
    const { finder, highlights } = parts.current ?? {};
    void finder
      ?.find({ text, matchCase, wholeWord, isRegex })
      .then(() => highlights?.reveal(bar.current?.offsetHeight ?? 0));
  }, [text, matchCase, wholeWord, isRegex, bar]);

  return {
    found,
    step(by) {
      parts.current?.finder.step(by);
      parts.current?.highlights.reveal(bar.current?.offsetHeight ?? 0);
    },
    async replace(words) {
      await parts.current?.finder.replace(words);
      parts.current?.highlights.reveal(bar.current?.offsetHeight ?? 0);
    },
    replaceAll: async (words) => (await parts.current?.finder.replaceAll(words)) ?? 0,
    select: () => parts.current?.finder.select(),
  };
};

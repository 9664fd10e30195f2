import { type RefObject, useEffect, useState } from 'react';

type Draw = typeof import('./katex.ts').draw;

let loading: Promise<Draw> | undefined;

/** Fetched with the first formula that is shown. */
const loadKatex = (): Promise<Draw> => {
  loading ??= import('./katex.ts').then(
    ({ draw }) => draw,
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
};

export type Typeset =
  | { readonly state: 'drawn' | 'loading' | 'unavailable' }
  /** The TeX is no formula: why, in KaTeX’s words. */
  | { readonly state: 'wrong'; readonly reason: string };

/** Keeps an element typeset. Its content is this hook’s own: React renders none into it. */
export const useTypeset = (element: RefObject<HTMLElement | null>, tex: string, display: boolean): Typeset => {
  const [typeset, setTypeset] = useState<Typeset>({ state: 'loading' });
  useEffect(() => {
    let current = true;
    const show = (draw: Draw): void => {
      if (!current || element.current === null) return;
      try {
        draw(element.current, tex, display);
        setTypeset({ state: 'drawn' });
      } catch (error) {
        element.current.replaceChildren();
        setTypeset({ state: 'wrong', reason: reasonOf(error) });
      }
    };
    loadKatex().then(show, () => current && setTypeset({ state: 'unavailable' }));
    return () => {
      current = false;
    };
  }, [element, tex, display]);
  return typeset;
};

/** Without the marks that KaTeX puts under the place, which no proportional font shows. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^KaTeX parse error: /, '').replace(/\u0332/g, '');

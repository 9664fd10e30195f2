import katex from 'katex';
import 'katex/dist/katex.min.css';

/** A bound on what a formula somebody else wrote may draw (in em) and expand to. */
const LIMITS = { maxSize: 30, maxExpand: 500 };

/** Typesets TeX into an element; throws KaTeX’s error where it is none. Nothing in it may link or run. */
export const draw = (element: HTMLElement, tex: string, display: boolean): void =>
  katex.render(tex, element, { ...LIMITS, displayMode: display, trust: false, strict: 'ignore', throwOnError: true });

import type { Element } from 'hast';
import { BITS } from '../inline/text-marks.ts';
import { attribute } from './element.ts';
import type { Inherited } from './flow.ts';
import { type Styles, styleOf, stylesOf } from './styles.ts';
import { keptTextStyle, STYLED } from './text-style.ts';

export type Changes = Partial<Inherited>;

/** Elements that make the text in them look so. */
const BY_TAG = new Map<string, number>([
  ['b', BITS.bold],
  ['strong', BITS.bold],
  ['i', BITS.italic],
  ['em', BITS.italic],
  ['cite', BITS.italic],
  ['dfn', BITS.italic],
  ['var', BITS.italic],
  ['u', BITS.underline],
  ['ins', BITS.underline],
  ['s', BITS.strikethrough],
  ['strike', BITS.strikethrough],
  ['del', BITS.strikethrough],
  ['code', BITS.code],
  ['kbd', BITS.code],
  ['samp', BITS.code],
  ['tt', BITS.code],
  ['sub', BITS.subscript],
  ['sup', BITS.superscript],
  ['mark', BITS.highlight],
]);

/** What the text in an element takes from it and from around it; null where the element isn't to be seen. */
export function inheritFrom(element: Element, around: Inherited): Inherited | null {
  const styles = stylesOf(element);
  if (styleOf(styles, 'display') === 'none' || attribute(element, 'hidden') !== null) return null;
  const tagged = around.format | (BY_TAG.get(element.tagName) ?? 0);
  const isInLink = element.tagName === 'a' || (around.wrappers.length > 0 && attribute(element, STYLED) === null);
  if (styles.size === 0) return tagged === around.format ? around : { ...around, format: tagged };
  return {
    ...around,
    // A heading is as bold as its page has it.
    format: /^h[1-6]$/.test(element.tagName) ? tagged : formatBy(styles, tagged, isInLink),
    style: isInLink ? around.style : keptTextStyle(styles, element, around.style),
    whiteSpace: whiteSpaceBy(styles, around.whiteSpace),
  };
}

/** Links are underlined by themselves. */
function formatBy(styles: Styles, format: number, isInLink: boolean): number {
  let result = format;
  const set = (bit: number, isOn: boolean | null) => {
    if (isOn !== null) result = isOn ? result | bit : result & ~bit;
  };
  const weight = styleOf(styles, 'font-weight');
  set(
    BITS.bold,
    weight === '' ? null : /^bold|^[6-9]\d\d$/.test(weight) ? true : /^(normal|[1-5]\d\d)$/.test(weight) ? false : null,
  );
  const slant = styleOf(styles, 'font-style');
  set(BITS.italic, /^(italic|oblique)/.test(slant) ? true : slant === 'normal' ? false : null);
  const line = styleOf(styles, 'text-decoration-line', 'text-decoration');
  if (line.includes('underline') && !isInLink) set(BITS.underline, true);
  if (line.includes('line-through')) set(BITS.strikethrough, true);
  const place = styleOf(styles, 'vertical-align');
  set(BITS.subscript, place === 'sub' ? true : place === 'super' || place === 'baseline' ? false : null);
  set(BITS.superscript, place === 'super' ? true : place === 'sub' || place === 'baseline' ? false : null);
  const letters = styleOf(styles, 'text-transform');
  for (const name of ['lowercase', 'uppercase', 'capitalize'] as const) {
    set(BITS[name], letters === '' ? null : letters === name);
  }
  return result;
}

function whiteSpaceBy(styles: Styles, around: Inherited['whiteSpace']): Inherited['whiteSpace'] {
  const value = styleOf(styles, 'white-space');
  if (/^(pre|pre-wrap|break-spaces|preserve)$/.test(value)) return 'pre';
  if (/^(normal|nowrap)$/.test(value)) return around === 'spaces' ? 'spaces' : 'collapse';
  return around;
}

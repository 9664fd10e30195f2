import type { Element } from 'hast';
import { attribute } from './element.ts';

export type Styles = ReadonlyMap<string, string>;

const NONE: Styles = new Map();
const IMPORTANT = '!important';

/** The declarations of a `style` attribute, names in lower case, in one pass over it. */
export function stylesOf(element: Element): Styles {
  const style = attribute(element, 'style');
  return style === null ? NONE : parseStyles(style);
}

export function parseStyles(style: string): Styles {
  const styles = new Map<string, string>();
  let name = '';
  let start = 0;
  let quote = '';
  let depth = 0;
  for (let i = 0; i <= style.length; i++) {
    const character = style[i] ?? ';';
    if (i < style.length && quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '(') depth++;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (character === ':' && name === '' && depth === 0) {
      name = style.slice(start, i).trim().toLowerCase();
      start = i + 1;
    } else if (character === ';' && (depth === 0 || i === style.length)) {
      if (name !== '') styles.set(name, withoutImportance(style.slice(start, i)));
      name = '';
      start = i + 1;
    }
  }
  return styles;
}

function withoutImportance(declared: string): string {
  const value = declared.trim();
  return value.endsWith(IMPORTANT) ? value.slice(0, -IMPORTANT.length).trimEnd() : value;
}

/** The first of these declarations that is there, in lower case. */
export function styleOf(styles: Styles, ...names: string[]): string {
  for (const name of names) {
    const value = styles.get(name);
    if (value !== undefined) return value.toLowerCase();
  }
  return '';
}

import { COLORS, type Color } from './blocks/color.ts';

/*
 * The colours of letters are kept as Lexical keeps them, in the style of their text: `color: var(--ink-red)`, and
 * `background-color: var(--ground-red)` for what is marked. Which colour that is, the theme says. A style comes from
 * whoever wrote it and may hold anything; nothing but these two is ever shown.
 */

export const INK = 'color';
export const GROUND = 'background-color';

/** The value of `color`, or of `background-color`, for a colour. */
export const styleValue = (property: typeof INK | typeof GROUND, color: Color): string =>
  `var(--${property === INK ? 'ink' : 'ground'}-${color})`;

/** The colour that a style gives to letters, or to the ground behind them; null where it gives none of ours. */
export const colorIn = (style: string, property: typeof INK | typeof GROUND): Color | null => {
  const value = declarations(style).get(property);
  return COLORS.find((color) => value === styleValue(property, color)) ?? null;
};

/** What of a style may be shown. */
export const safeStyle = (style: string): string =>
  ([INK, GROUND] as const)
    .flatMap((property) => {
      const color = colorIn(style, property);
      return color === null ? [] : `${property}: ${styleValue(property, color)};`;
    })
    .join(' ');

const declarations = (style: string): Map<string, string> =>
  new Map(
    style.split(';').flatMap((declaration): [string, string][] => {
      const [name = '', value] = declaration.split(':', 2);
      return value === undefined ? [] : [[name.trim().toLowerCase(), value.trim()]];
    }),
  );

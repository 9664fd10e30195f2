import type { Element } from 'hast';
import { attribute } from './element.ts';
import { parseStyles, type Styles } from './styles.ts';

/** What a text's own CSS may say in a document, in this order. */
const KEPT = ['color', 'background-color', 'font-family', 'font-size'] as const;
/** On what we wrote ourselves, so that it comes back whole. */
export const STYLED = 'dataStyled';

/** A text's CSS without anything that isn't only its look. */
export function safeTextStyle(style: string): string {
  return declare(parseStyles(style), KEPT);
}

/**
 * The CSS that a text takes over. From pages elsewhere only colours that mean something: black on white, or whatever
 * grey a page is set in, would be unreadable in the other theme, and their fonts and sizes are the page's, not the text's.
 */
export function keptTextStyle(styles: Styles, element: Element, around: string): string {
  if (attribute(element, STYLED) !== null) return declare(styles, KEPT);
  const color = styles.get('color');
  const background = styles.get('background-color') ?? styles.get('background');
  if (color === undefined && background === undefined) return around;
  const before = parseStyles(around);
  const after = new Map(before);
  for (const [name, value] of [
    ['color', color],
    ['background-color', background],
  ] as const) {
    if (value === undefined) continue;
    if (isColorful(value)) after.set(name, value);
    else after.delete(name);
  }
  return declare(after, KEPT);
}

function declare(styles: Styles, names: readonly string[]): string {
  const said = names.flatMap((name) => {
    const value = styles.get(name);
    return value !== undefined && isHarmless(value) ? [`${name}: ${value}`] : [];
  });
  return said.join('; ');
}

/** Nothing that fetches, and nothing that could end the attribute it is written into. */
function isHarmless(value: string): boolean {
  return (
    value !== '' && value.length <= 100 && /^[\w#%.,()\s'"/-]+$/.test(value) && !/url|expression|image/i.test(value)
  );
}

const HEX = /^#([\da-f]{3}|[\da-f]{6})$/i;
const RGB = /^rgba?\((\d{1,3})[,\s]{1,3}(\d{1,3})[,\s]{1,3}(\d{1,3})/i;
/** Difference between the strongest and the weakest of red, green and blue from which a colour is one, of 255. */
const COLORFUL = 48;

function isColorful(value: string): boolean {
  const channels = channelsOf(value.trim());
  return channels !== null && Math.max(...channels) - Math.min(...channels) >= COLORFUL;
}

function channelsOf(value: string): number[] | null {
  const hex = HEX.exec(value)?.[1];
  if (hex !== undefined) {
    const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
    return digits.map((pair) => Number.parseInt(pair, 16));
  }
  const rgb = RGB.exec(value);
  if (rgb !== null) return rgb.slice(1, 4).map(Number);
  return NAMED.get(value.toLowerCase()) ?? null;
}

/** The names that mail and word processors write. */
const NAMED = new Map<string, number[]>([
  ['red', [255, 0, 0]],
  ['green', [0, 128, 0]],
  ['blue', [0, 0, 255]],
  ['yellow', [255, 255, 0]],
  ['orange', [255, 165, 0]],
  ['purple', [128, 0, 128]],
  ['teal', [0, 128, 128]],
  ['maroon', [128, 0, 0]],
  ['navy', [0, 0, 128]],
  ['olive', [128, 128, 0]],
  ['lime', [0, 255, 0]],
  ['aqua', [0, 255, 255]],
  ['cyan', [0, 255, 255]],
  ['fuchsia', [255, 0, 255]],
  ['magenta', [255, 0, 255]],
  ['brown', [165, 42, 42]],
  ['pink', [255, 192, 203]],
  ['crimson', [220, 20, 60]],
  ['gold', [255, 215, 0]],
]);

import type { BoardElement, ElementType, FreedrawElement, Roundness, TextElement } from './element.ts';
import { decodeGeometry, decodePlace, encodeGeometry, encodePlace } from './geometry.ts';
import { isBoolean, isId, isList, isNumber, isRecord, isSize, isString } from './guards.ts';
import { isIndex } from './order.ts';
import { decodeStroke, strokesOf } from './stroke.ts';
import { isElementType, propertiesOf } from './styles.ts';

/*
 * An element is a few parts by their keys, each of which is written and merged by itself; all are in a map of its own, but
 * for `g`, which lies beside it (places.ts):
 *
 *   c       [type, seed]
 *   g       where it is and its shape (geometry.ts); of text and strokes only [x, y, angle]
 *   t       a text with all that its size follows from
 *   points, pressures   lists of numbers that a stroke is appended to (stroke.ts)
 *   index   its place between back and front (order.ts)
 *   and each other property its own key (styles.ts), left out where it has its default.
 *
 * The canvas' counters (`version`, `versionNonce`, `updated`) are each browser's own. `boundElements` follows from the
 * elements that are bound, so that nobody's arrow is lost where two are tied to a shape at once.
 */

/** Values by key. */
export type Parts = Readonly<Record<string, unknown>>;

/** An element from the canvas, which has more than is kept. */
export type CanvasElement = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

const LARGEST_FONT = 10_000;
const LONGEST_TEXT = 200_000;
const DEFAULT_FONT = 5;
const FONTS: readonly unknown[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** All parts of an element, defaults too; null for a type that isn't kept, such as the frame of a selection. */
export const encodeElement = (element: CanvasElement): Parts | null => {
  if (!isElementType(element.type)) return null;
  const known = element as unknown as BoardElement;
  const parts: Record<string, unknown> = { c: [known.type, known.seed], index: known.index };
  if (known.type === 'text') Object.assign(parts, { g: encodePlace(known), t: encodeText(known) });
  else if (known.type === 'freedraw') Object.assign(parts, { g: encodePlace(known), ...strokesOf(known) });
  else parts.g = encodeGeometry(known);
  for (const [key, { initial }] of propertiesOf(known.type)) parts[key] = element[key] ?? initial;
  parts.roundness = encodeRoundness(known.roundness);
  return parts;
};

/** The parts that a new element is stored with. */
export const withoutDefaults = (parts: Parts): Parts => {
  const type = typeOf(parts);
  if (type === null) return parts;
  const initials = new Map(propertiesOf(type).map(([key, { initial }]) => [key, initial]));
  return Object.fromEntries(
    Object.entries(parts).filter(([key, value]) => !initials.has(key) || !sameValue(value, initials.get(key))),
  );
};

/** What an element is, from its parts; null where that is nothing the canvas could show. */
export const decodeElement = (id: string, parts: Parts): BoardElement | null => {
  const type = typeOf(parts);
  const seed = seedOf(parts);
  if (!isId(id) || type === null || seed === null || !isIndex(parts.index)) return null;
  const shape = decodeShape(type, parts);
  if (shape === null) return null;
  const styles: Record<string, unknown> = {};
  for (const [key, { read, initial }] of propertiesOf(type)) {
    const value = parts[key];
    styles[key] = value === undefined ? initial : (read(value) ?? initial);
  }
  // The canvas takes this one as missing or an object, never null.
  if (styles.customData === null || type === 'iframe' || type === 'magicframe') delete styles.customData;
  return {
    ...styles,
    ...(type === 'image' && { status: 'saved' }),
    ...((type === 'line' || type === 'arrow') && { lastCommittedPoint: null }),
    ...shape,
    id,
    type,
    seed,
    index: parts.index,
    boundElements: [],
  } as unknown as BoardElement;
};

const typeOf = ({ c }: Parts): ElementType | null => (isList(c, 2) && isElementType(c[0]) ? c[0] : null);

const seedOf = ({ c }: Parts): number | null => (isList(c, 2) && isNumber(c[1], 0, 2 ** 32) ? c[1] : null);

const decodeShape = (type: ElementType, parts: Parts): object | null => {
  if (type !== 'text' && type !== 'freedraw') return decodeGeometry(type, parts.g);
  const place = decodePlace(parts.g);
  const rest = type === 'text' ? decodeText(parts.t) : finished(decodeStroke(parts.points, parts.pressures));
  return place && rest && { ...place, ...rest };
};

/** The canvas leaves off the end of a stroke that it takes to be drawn still. */
const finished = <S extends Pick<FreedrawElement, 'points'>>(stroke: S | null) =>
  stroke && { ...stroke, lastCommittedPoint: stroke.points.at(-1) ?? null };

type Text = Pick<
  TextElement,
  'text' | 'originalText' | 'width' | 'height' | 'fontSize' | 'fontFamily' | 'lineHeight' | 'autoResize'
>;

/** Its lines are left out where they are the text as it is. */
const encodeText = (element: Text): unknown[] => {
  const { originalText, width, height, fontSize, fontFamily, lineHeight, autoResize, text } = element;
  const bundle = [originalText, width, height, fontSize, fontFamily, lineHeight, autoResize];
  return text === originalText ? bundle : [...bundle, text];
};

const decodeText = (value: unknown): Text | null => {
  if (!isList(value, 8)) return null;
  const [originalText, width, height, fontSize, font, lineHeight, autoResize, text = originalText] = value;
  if (!isString(originalText, LONGEST_TEXT) || !isString(text, LONGEST_TEXT)) return null;
  if (!isSize(width) || !isSize(height) || !isNumber(fontSize, 0.1, LARGEST_FONT)) return null;
  if (!isNumber(lineHeight, 0.1, 100) || !isBoolean(autoResize)) return null;
  const fontFamily = FONTS.includes(font) ? (font as number) : DEFAULT_FONT;
  return { originalText, text, width, height, fontSize, fontFamily, lineHeight, autoResize };
};

const encodeRoundness = (roundness: Roundness | null): unknown => {
  if (roundness === null || roundness === undefined) return null;
  return roundness.value === undefined ? [roundness.type] : [roundness.type, roundness.value];
};

/** Whether two parts say the same: numbers, strings, and lists and records of them. */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === 0 && b === 0;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, index) => sameValue(value, b[index]))
    );
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a).filter((key) => a[key] !== undefined);
  return (
    keys.length === Object.keys(b).filter((key) => b[key] !== undefined).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
};

import * as Y from 'yjs';
import type { FreedrawElement, Point } from './element.ts';
import { isCoordinate, isNumber } from './guards.ts';

/*
 * A stroke drawn by hand grows at its end while it is drawn. Its points and pressures are lists that are appended to, so
 * that each is sent once; its size follows from them.
 */

/** A stroke in one go is a few hundred points. */
const MOST_POINTS = 20_000;

/** A 64th of a pixel, and a 256th of a pen's pressure: exact in four bytes, where what a pen tells takes eight. */
const GRAIN = 64;
const PRESSURES = 256;

const grained = (value: number, grain: number): number => Math.round(value * grain) / grain;

/** The keys under which an element has lists. */
export const STROKE_KEYS = ['points', 'pressures'] as const;
export type StrokeKey = (typeof STROKE_KEYS)[number];

export type Strokes = Readonly<Record<StrokeKey, readonly number[]>>;

export const strokesOf = ({ points, pressures }: Pick<FreedrawElement, StrokeKey>): Strokes => ({
  points: points.flatMap(([x, y]) => [grained(x, GRAIN), grained(y, GRAIN)]),
  pressures: pressures.map((pressure) => grained(pressure, PRESSURES)),
});

/** How the list goes on where `after` begins with all of `before`; null where it doesn't. */
export const appended = (before: readonly number[], after: readonly number[]): readonly number[] | null =>
  before.length <= after.length && before.every((value, index) => value === after[index])
    ? after.slice(before.length)
    : null;

type Drawn = Pick<FreedrawElement, StrokeKey | 'width' | 'height'>;

/** Null where it is no stroke. */
export const decodeStroke = (pointList: unknown, pressureList: unknown): Drawn | null => {
  const numbers = listOf(pointList);
  const pressures = listOf(pressureList);
  if (numbers === null || numbers.length < 2 || numbers.length % 2 !== 0 || !numbers.every(isCoordinate)) return null;
  if (pressures === null || !pressures.every((pressure) => isNumber(pressure, 0, 1))) return null;
  const points: Point[] = [];
  for (let at = 0; at < numbers.length; at += 2) points.push([numbers[at] ?? 0, numbers[at + 1] ?? 0]);
  const width = extent(points.map(([x]) => x));
  const height = extent(points.map(([, y]) => y));
  return { points, pressures, width, height };
};

const extent = (values: readonly number[]): number => {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least;
};

const listOf = (value: unknown): number[] | null => {
  if (value === undefined) return [];
  const list: unknown = value instanceof Y.Array ? value.toArray() : value;
  if (!Array.isArray(list) || list.length > 2 * MOST_POINTS) return null;
  return list.every((each): each is number => typeof each === 'number') ? list : null;
};

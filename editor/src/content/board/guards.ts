/* What comes out of a document is what anybody wrote into it: each value is looked at before it is believed. */

/** Further out nobody zooms, and numbers begin to lose what a canvas needs of them. */
const FARTHEST = 1e7;
/** What is drawn by hand is drawn in strokes, whose number grows with the size. */
const LARGEST = 1e6;
const LONGEST_ID = 100;

export const isNumber = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most;

export const isCoordinate = (value: unknown): value is number => isNumber(value, -FARTHEST, FARTHEST);

export const isSize = (value: unknown): value is number => isNumber(value, 0, LARGEST);

export const isString = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length <= longest;

export const isId = (value: unknown): value is string => isString(value, LONGEST_ID) && value !== '';

export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

export const isList = (value: unknown, longest: number): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= longest;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

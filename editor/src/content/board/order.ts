/* Where an element is between back and front: a fractional index, a string of base 62 that always has room between two. */

const LONGEST = 4096;
const DIGITS = /^[A-Za-z][0-9A-Za-z]*$/;
const SMALLEST = `A${'0'.repeat(26)}`;

/** How long the whole part is, as its first letter says. */
const wholeLength = (head: string): number =>
  head >= 'a' ? head.charCodeAt(0) - 'a'.charCodeAt(0) + 2 : 'Z'.charCodeAt(0) - head.charCodeAt(0) + 2;

/** Whether the canvas can put another one beside it: on any other string it throws. */
export const isIndex = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= LONGEST &&
  DIGITS.test(value) &&
  value !== SMALLEST &&
  value.length >= wholeLength(value.charAt(0)) &&
  !(value.length > wholeLength(value.charAt(0)) && value.endsWith('0'));

/**
 * The order of everybody's canvas, whoever put two elements in one place at once. Compared as code units, as everybody
 * does, whatever the language.
 */
export const byOrder = (a: { index: string; id: string }, b: { index: string; id: string }): number => {
  if (a.index !== b.index) return a.index < b.index ? -1 : 1;
  return a.id < b.id ? -1 : 1;
};

import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { decodeElement, encodeElement, type Parts } from './codec.ts';
import type { BoardElement } from './element.ts';
import { ELEMENT_TYPES, elementOf } from './elements.test.kit.ts';
import { boardElements, boardPlaces } from './schema.ts';
import { putElements, readElement, storeParts } from './store.ts';

/** What isn't kept. */
const bare = (element: object): object => {
  const { version, versionNonce, updated, ...rest } = element as Record<string, unknown>;
  return rest;
};

const partsOf = (element: Parameters<typeof encodeElement>[0]): Parts => {
  const parts = encodeElement(element);
  if (parts === null) throw new Error('not encoded');
  return parts;
};

/** Values of all kinds that Yjs can hold, for a field that expects something else. */
const STRANGE: readonly (readonly [string, () => unknown])[] = [
  ['nothing', () => undefined],
  ['null', () => null],
  ['true', () => true],
  ['a number', () => 1],
  ['a negative number', () => -5],
  ['NaN', () => Number.NaN],
  ['infinity', () => Number.POSITIVE_INFINITY],
  ['a huge number', () => 1e300],
  ['a bigint', () => 5n],
  ['a string', () => 'x'],
  ['a script', () => 'javascript:alert(1)'],
  ['a long string', () => 'x'.repeat(5000)],
  ['an empty list', () => []],
  ['a list of nulls', () => Array.from({ length: 9 }, () => null)],
  ['a list of strings', () => Array.from({ length: 9 }, () => 'x')],
  ['a list of numbers', () => [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['an object', () => ({ length: 3, type: 1, x: 1 })],
  ['bytes', () => Uint8Array.of(1, 2, 3)],
  ['a map of Yjs', () => new Y.Map([['x', 1]])],
  ['a list of Yjs', () => Y.Array.from(['x', null])],
  ['a text of Yjs', () => new Y.Text('x')],
];

describe.each(ELEMENT_TYPES)('an element of type %s', (type) => {
  test('comes out of a document as it went in', () => {
    const doc = new Y.Doc();
    const element = elementOf(type);
    expect(putElements(doc, [element])).toBe(1);
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    expect(readElement(other, element.id)).toEqual(bare(element));
  });

  test('is the same element when defaults are left out', () => {
    const parts = partsOf(elementOf(type));
    const doc = new Y.Doc();
    storeParts(doc, [{ id: 'e', parts }]);
    expect(readElement(doc, 'e')).toEqual(decodeElement('e', parts));
    expect(partsOf(readElement(doc, 'e') as never)).toEqual(parts);
  });

  test('is whole or not there, whatever is written into one of its parts', () => {
    const parts = partsOf(elementOf(type));
    for (const key of Object.keys(parts)) {
      for (const [name, strange] of STRANGE) {
        const doc = new Y.Doc();
        storeParts(doc, [{ id: 'e', parts }]);
        const stored = boardElements(doc).get('e');
        const value = strange();
        // In the element's own map, where boards had it before.
        if (key === 'g') boardPlaces(doc).clear();
        if (value === undefined) stored?.delete(key);
        else stored?.set(key, value);
        const element = readElement(doc, 'e');
        if (element !== null) expectWhole(element, `${key} is ${name}`);
      }
    }
  });

  test('is whole or not there, whatever is written into a place of one of its lists', () => {
    const parts = partsOf(elementOf(type));
    for (const [key, list] of Object.entries(parts)) {
      if (!Array.isArray(list)) continue;
      for (let at = 0; at <= list.length; at++) {
        for (const [name, strange] of STRANGE) {
          const changed = [...list];
          changed[at] = strange();
          const element = decodeElement('e', { ...parts, [key]: changed });
          if (element !== null) expectWhole(element, `${key}[${at}] is ${name}`);
        }
      }
    }
  });
});

/** Properties that may be missing: null stands for none, and what makes no sense is none. */
const MAY_BE_NULL: ReadonlySet<string> = new Set([
  'link',
  'roundness',
  'name',
  'customData',
  'fileId',
  'crop',
  'startBinding',
  'endBinding',
  'fixedSegments',
  'startIsSpecial',
  'endIsSpecial',
  'startArrowhead',
  'endArrowhead',
  'frameId',
  'containerId',
]);

/** All that there was before, of the same kind, and numbers that a canvas can work with. */
const expectWhole = (element: BoardElement, message: string): void => {
  const faults: string[] = [];
  const fields = element as unknown as Record<string, unknown>;
  for (const [key, value] of Object.entries(bare(elementOf(element.type)))) {
    if (MAY_BE_NULL.has(key) && (fields[key] ?? null) === null) continue;
    if (typeof fields[key] !== typeof value && !MAY_BE_NULL.has(key)) faults.push(key);
    if (Array.isArray(fields[key]) !== Array.isArray(value) && value !== null) faults.push(key);
  }
  JSON.stringify(element, (key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) faults.push(key);
    return value;
  });
  if (faults.length > 0) expect.fail(`${message}, and ${faults.join()} are none`);
};

test('a link that would run something is none', () => {
  for (const link of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
  ]) {
    expect(decodeElement('e', { ...partsOf(elementOf('rectangle')), link })?.link).toBeNull();
  }
  const link = 'https://example.org/?element=x';
  expect(decodeElement('e', { ...partsOf(elementOf('rectangle')), link })?.link).toBe(link);
});

test('what somebody stores with an element goes along, but never a page to be shown', () => {
  const parts = {
    ...partsOf(elementOf('iframe')),
    customData: { generationData: { status: 'done', html: '<script>' } },
  };
  expect(decodeElement('e', parts)).not.toHaveProperty('customData');
});

test('what isn’t an element of a board isn’t put', () => {
  const doc = new Y.Doc();
  const elements = [
    elementOf('rectangle', { type: 'selection' }),
    elementOf('rectangle', { x: Number.NaN }),
    elementOf('rectangle', { index: null }),
    elementOf('text', { fontSize: -1 }),
    elementOf('ellipse'),
  ];
  expect(putElements(doc, elements)).toBe(1);
  expect(boardElements(doc).size).toBe(1);
});

test('an element takes 200 bytes of a document at the most', () => {
  const doc = new Y.Doc();
  const made = Array.from({ length: 1000 }, (_, index) =>
    elementOf('rectangle', {
      id: `element number ${index}`,
      index: `a${index + 1}`.padEnd(2, '1'),
      strokeColor: '#1e1e1e',
      strokeWidth: 2,
      customData: undefined,
      link: null,
      locked: false,
      groupIds: [],
      opacity: 100,
      roughness: 1,
      strokeStyle: 'solid',
      fillStyle: 'solid',
    }),
  ).filter(({ index }) => !String(index).endsWith('0') || String(index).length === 2);
  const put = putElements(doc, made);
  expect(put).toBeGreaterThan(800);
  expect(Y.encodeStateAsUpdate(doc).length / put).toBeLessThan(200);
});

import { describe, expect, test } from 'vitest';
import type { ArrowElement, BoardElement, TextElement } from './element.ts';
import { elementOf } from './elements.test.kit.ts';
import { Ties } from './ties.ts';

const made = (type: Parameters<typeof elementOf>[0], id: string, changes: object = {}): BoardElement =>
  elementOf(type, { id, ...changes }) as unknown as BoardElement;

const shape = (id: string, changes: object = {}) => made('rectangle', id, changes);
const textIn = (id: string, containerId: string, changes: object = {}) => made('text', id, { containerId, ...changes });
const arrowOn = (id: string, elementId: string, changes: object = {}) =>
  made('arrow', id, { elbowed: false, startBinding: { elementId, focus: 0, gap: 1 }, ...changes });

const tied = (...elements: BoardElement[]): Ties => {
  const ties = new Ties();
  for (const element of elements) ties.put(element.id, element);
  return ties;
};

const boundTo = (ties: Ties, id: string): string[] => (ties.settled(id)?.boundElements ?? []).map((bound) => bound.id);
const startOf = (ties: Ties, id: string): string | undefined =>
  (ties.settled(id) as ArrowElement).startBinding?.elementId;
const containerOf = (ties: Ties, id: string): string | null => (ties.settled(id) as TextElement).containerId;

describe('whoever is tied to an element is known to it', () => {
  test('two arrows that were tied to a shape at once both are', () => {
    const ties = tied(arrowOn('one', 'shape'), shape('shape'), arrowOn('two', 'shape'), textIn('words', 'shape'));
    expect(boundTo(ties, 'shape')).toEqual(['one', 'two', 'words']);
    expect(ties.settled('shape')?.boundElements.map(({ type }) => type)).toEqual(['arrow', 'arrow', 'text']);
  });

  test('a change says whose ties may be others now', () => {
    const ties = tied(arrowOn('one', 'shape'), shape('shape'), shape('other'));
    expect([...ties.put('one', arrowOn('one', 'other'))].sort()).toEqual(['one', 'other', 'shape']);
    expect(boundTo(ties, 'shape')).toEqual([]);
    expect(boundTo(ties, 'other')).toEqual(['one']);
    expect([...ties.put('other', null)].sort()).toEqual(['one', 'other']);
    expect(startOf(ties, 'one')).toBeUndefined();
  });
});

describe('what is missing on the other side is left out, and comes back with it', () => {
  test('a shape that is deleted lets go of its arrows until it is there again', () => {
    const ties = tied(arrowOn('arrow', 'shape'), shape('shape'), textIn('words', 'shape'));
    ties.put('shape', shape('shape', { isDeleted: true }));
    expect(startOf(ties, 'arrow')).toBeUndefined();
    expect(containerOf(ties, 'words')).toBeNull();
    ties.put('shape', shape('shape'));
    expect(startOf(ties, 'arrow')).toBe('shape');
    expect(containerOf(ties, 'words')).toBe('shape');
  });

  test('what was deleted together stays tied together', () => {
    const gone = { isDeleted: true };
    const ties = tied(shape('shape', gone), textIn('words', 'shape', gone), arrowOn('arrow', 'shape', gone));
    expect(boundTo(ties, 'shape')).toEqual(['arrow', 'words']);
    expect(containerOf(ties, 'words')).toBe('shape');
  });

  test('elements are in frames that are there and are frames', () => {
    const ties = tied(shape('in', { frameId: 'frame' }), shape('out', { frameId: 'in' }), made('frame', 'frame'));
    expect(ties.settled('in')?.frameId).toBe('frame');
    expect(ties.settled('out')?.frameId).toBeNull();
    ties.put('frame', null);
    expect(ties.settled('in')?.frameId).toBeNull();
  });
});

describe('ties that make no sense are none', () => {
  test('a shape has one text: of two that were written at once, the other stands by itself', () => {
    const ties = tied(shape('shape'), textIn('b', 'shape', { index: 'a3' }), textIn('a', 'shape', { index: 'a2' }));
    expect(boundTo(ties, 'shape')).toEqual(['a']);
    expect([containerOf(ties, 'a'), containerOf(ties, 'b')]).toEqual(['shape', null]);
    ties.put('a', textIn('a', 'shape', { index: 'a2', isDeleted: true }));
    expect(containerOf(ties, 'b')).toBe('shape');
  });

  test('nothing is tied to itself, to a line, or to what cannot hold it', () => {
    const ties = tied(
      textIn('self', 'self'),
      arrowOn('selfish', 'selfish'),
      made('line', 'line'),
      arrowOn('on line', 'line'),
      made('image', 'image'),
      textIn('in image', 'image'),
      arrowOn('on image', 'image'),
      made('frame', 'frame', { frameId: 'frame' }),
    );
    expect(containerOf(ties, 'self')).toBeNull();
    expect(startOf(ties, 'selfish')).toBeUndefined();
    expect(startOf(ties, 'on line')).toBeUndefined();
    expect(containerOf(ties, 'in image')).toBeNull();
    expect(startOf(ties, 'on image')).toBe('image');
    expect(ties.settled('frame')?.frameId).toBeNull();
  });

  test('texts that lie in each other in a circle stand by themselves', () => {
    const ties = tied(textIn('a', 'b'), textIn('b', 'a'));
    expect([containerOf(ties, 'a'), containerOf(ties, 'b')]).toEqual([null, null]);
  });

  test('an arrow is on a text that stands by itself, and on no label', () => {
    const ties = tied(shape('shape'), textIn('label', 'shape'), arrowOn('arrow', 'label'));
    expect(startOf(ties, 'arrow')).toBeUndefined();
    expect([...ties.put('shape', null)].sort()).toEqual(['arrow', 'label', 'shape']);
    expect(startOf(ties, 'arrow')).toBe('label');
    expect(boundTo(ties, 'label')).toEqual(['arrow']);
  });
});

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { expect, test } from 'vitest';
import { withFreshIds } from './fresh-ids.ts';

const plain = { groupIds: [], frameId: null, boundElements: null };
const drawing = [
  { ...plain, id: 'frame', type: 'frame' },
  {
    ...plain,
    id: 'box',
    type: 'rectangle',
    groupIds: ['inner', 'outer'],
    frameId: 'frame',
    boundElements: [
      { id: 'words', type: 'text' },
      { id: 'arrow', type: 'arrow' },
      { id: 'gone', type: 'arrow' },
    ],
  },
  { ...plain, id: 'words', type: 'text', containerId: 'box', groupIds: ['inner', 'outer'], frameId: 'elsewhere' },
  {
    ...plain,
    id: 'arrow',
    type: 'arrow',
    startBinding: { elementId: 'box', focus: 0, gap: 1 },
    endBinding: { elementId: 'gone', focus: 0, gap: 1 },
  },
] as unknown as readonly ExcalidrawElement[];

const counter = () => {
  let count = 0;
  return () => `new-${++count}`;
};

test('a drawing under fresh ids is tied together as it was', () => {
  const [frame, box, words, arrow] = withFreshIds(drawing, counter()) as unknown as Record<string, unknown>[];
  expect([frame, box, words, arrow].map((each) => each?.id)).toEqual(['new-1', 'new-2', 'new-3', 'new-4']);
  expect(box).toMatchObject({ frameId: 'new-1', groupIds: ['new-5', 'new-6'] });
  expect(box?.boundElements).toEqual([
    { id: 'new-3', type: 'text' },
    { id: 'new-4', type: 'arrow' },
  ]);
  expect(words).toMatchObject({ containerId: 'new-2', groupIds: ['new-5', 'new-6'] });
  expect(arrow).toMatchObject({ startBinding: { elementId: 'new-2', focus: 0, gap: 1 } });
});

test('what names an element that didn’t come along names none', () => {
  const [, , words, arrow] = withFreshIds(drawing, counter()) as unknown as Record<string, unknown>[];
  expect(words?.frameId).toBeNull();
  expect(arrow?.endBinding).toBeNull();
});

test('the drawing itself is left as it is', () => {
  const before = structuredClone(drawing);
  withFreshIds(drawing, counter());
  expect(drawing).toEqual(before);
});

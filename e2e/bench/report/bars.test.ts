import { expect, test } from 'vitest';
import { atLeast, atMost, type Medians, withinConstant } from './bars.ts';

const medians = (cowrite: number, hocuspocus: number, yWebsocket: number): Medians =>
  new Map([
    ['cowrite', { cost: cowrite }],
    ['hocuspocus', { cost: hocuspocus }],
    ['y-websocket', { cost: yWebsocket }],
  ]);

test('a cost is held to the cheaper peer, a capacity to the one with more', () => {
  const half = atMost({ figure: 'cost', label: 'cost', times: 0.5 });
  expect(half(medians(1, 2, 9))).toEqual({
    bar: 'cost ≤ 0.5 × the best peer',
    ours: 1,
    theirs: 2,
    limit: 1,
    met: true,
  });
  expect(half(medians(1.1, 9, 2)).met).toBe(false);
  const twice = atLeast({ figure: 'cost', label: 'capacity', times: 2 });
  expect(twice(medians(18, 2, 9)).met).toBe(true);
  expect(twice(medians(17, 9, 2)).met).toBe(false);
});

test('a bar without a figure is neither met nor missed', () => {
  const half = atMost({ figure: 'cost', label: 'cost', times: 0.5 });
  expect(half(medians(1, 2, Number.NaN)).met).toBeNull();
  expect(half(new Map()).met).toBeNull();
  expect(withinConstant('cost', 'cost', 3)(new Map()).met).toBeNull();
});

import { expect, test } from 'vitest';
import { Histogram, median } from './statistics.ts';

test('quantiles are right to 2 %', () => {
  const latency = new Histogram();
  for (let tenth = 1; tenth <= 1000; tenth++) latency.add(tenth / 10);
  expect(Math.abs(latency.quantile(0.5) - 50)).toBeLessThan(1);
  expect(Math.abs(latency.quantile(0.99) - 99)).toBeLessThan(2);
  expect(latency.max).toBe(100);
});

test('the median leaves out what was not measured', () => {
  expect(median([3, Number.NaN, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

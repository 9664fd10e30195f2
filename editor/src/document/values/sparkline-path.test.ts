import { expect, test } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

const box = { width: 100, height: 46 };

test('a line begins at the left and ends at the right, its highest value at the top', () => {
  const line = sparklinePath(
    [
      [0, 1],
      [50, 3],
      [100, 2],
    ],
    box,
  );
  expect(line).toBe('M0.0 43.0L50.0 3.0L100.0 23.0');
});

test('what never changes runs through the middle; a single point is no line', () => {
  expect(
    sparklinePath(
      [
        [0, 5],
        [10, 5],
      ],
      box,
    ),
  ).toBe('M0.0 23.0L100.0 23.0');
  expect(sparklinePath([[0, 5]], box)).toBe('');
});

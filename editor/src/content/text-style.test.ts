import { expect, test } from 'vitest';
import { colorIn, GROUND, INK, safeStyle } from './text-style.ts';

test('a style of ours is shown as it is', () => {
  expect(safeStyle('color: var(--ink-red);')).toBe('color: var(--ink-red);');
  expect(safeStyle('background-color:var(--ground-blue);color:var(--ink-gray)')).toBe(
    'color: var(--ink-gray); background-color: var(--ground-blue);',
  );
});

test('nothing else is', () => {
  for (const style of [
    'position: fixed; inset: 0; z-index: 9999',
    'color: red',
    'color: var(--ink-red) url(https://evil.example)',
    'background-color: var(--ink-red)',
    'background: url(https://evil.example)',
    'color: var(--ink-red, url(https://evil.example))',
    ';;:',
  ]) {
    expect(safeStyle(style)).toBe('');
  }
});

test('the colours of a style are told', () => {
  expect(colorIn('color: var(--ink-red);', INK)).toBe('red');
  expect(colorIn('color: var(--ink-red);', GROUND)).toBeNull();
});

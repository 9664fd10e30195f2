import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace, windowFor } from './pace.ts';

const LONGEST = 12;
const LONGEST_FOR_OTHERS = 20;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The end of this callback. */
const soon = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

test('who comes first waits for nothing but the end of the callback', async () => {
  const pace = new Pace();
  const append = vi.fn();
  pace.schedule(append, 0);
  expect(append).not.toHaveBeenCalled();
  await soon();
  expect(append).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

test('nobody appends before their own window is over, and those whose window is do not wait for them', async () => {
  const pace = new Pace();
  const [early, late] = [vi.fn(), vi.fn()];
  pace.schedule(late, performance.now() + 8);
  pace.schedule(early, 0);
  await soon();
  expect(early).toHaveBeenCalledOnce();
  expect(late).not.toHaveBeenCalled();
  vi.advanceTimersByTime(8);
  expect(late).toHaveBeenCalledOnce();
});

test('a person typing in each of many rooms is not slowed down', async () => {
  const pace = new Pace();
  for (let keystroke = 0; keystroke < 100; keystroke++) {
    const append = vi.fn();
    pace.schedule(append, 0);
    await soon();
    expect(append).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(3);
  }
});

test('where appends come fast they go together, and none waits longer than the bound', async () => {
  const pace = new Pace();
  const waits: number[] = [];
  const times = new Set<number>();
  for (let count = 0; count < 400; count++) {
    const at = performance.now();
    pace.schedule(() => {
      waits.push(performance.now() - at);
      times.add(performance.now());
    }, 0);
    await soon();
    if (count % 2 === 1) vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(2 * LONGEST_FOR_OTHERS);
  expect(waits).toHaveLength(400);
  expect(Math.max(...waits)).toBeLessThanOrEqual(LONGEST_FOR_OTHERS + 1);
  expect(times.size).toBeLessThan(200 / 4);
});

test('few are told at once, many within the longest window', () => {
  expect(windowFor(2)).toBeLessThan(1);
  expect(windowFor(1000)).toBe(LONGEST);
});

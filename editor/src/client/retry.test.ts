import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Pause, retryDelay } from './retry.ts';

describe('the wait before another attempt', () => {
  it('is none for the first', () => {
    expect(retryDelay(0, 0.99)).toBe(0);
  });

  it('falls anywhere in a window that doubles from 2 s to 15 s', () => {
    expect([1, 2, 3, 4, 5, 50, 5000].map((failures) => retryDelay(failures, 0.5))).toEqual([
      1_000, 2_000, 4_000, 7_500, 7_500, 7_500, 7_500,
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (failures, random) => {
          const delay = retryDelay(failures, random);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThan(Math.min(2_000 * 2 ** (failures - 1), 15_000));
        },
      ),
    );
  });
});

describe('a pause', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends on time, when it is cut short, and when another begins', async () => {
    vi.useFakeTimers();
    const pause = new Pause();
    const ended: string[] = [];
    void pause.wait(100).then(() => ended.push('on time'));
    await vi.advanceTimersByTimeAsync(99);
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toEqual(['on time']);
    void pause.wait(100).then(() => ended.push('replaced'));
    void pause.wait(100).then(() => ended.push('cut short'));
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual(['on time', 'replaced']);
    pause.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual(['on time', 'replaced', 'cut short']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

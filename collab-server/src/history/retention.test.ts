import { expect, test } from 'vitest';
import { expiredVersions } from './retention.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 29, 12);

const every = (step: number, from: number, to: number, name: string | null = null) =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, i) => ({
    id: `${from + i * step}`,
    at: NOW - from - i * step,
    name,
  }));

const kept = (versions: ReturnType<typeof every>, now = NOW) => {
  const gone = new Set(expiredVersions(versions, now));
  return versions.filter(({ id }) => !gone.has(id));
};

test('all of the last day stay, then one an hour, one a day, one a week', () => {
  const versions = every(10 * 60 * 1000, 0, 200 * DAY);
  const ages = kept(versions).map(({ at }) => NOW - at);
  expect(ages.filter((age) => age < DAY)).toHaveLength(144);
  expect(ages.filter((age) => age >= DAY && age < 7 * DAY).length).toBeCloseTo(6 * 24, -1);
  expect(ages.filter((age) => age >= 8 * DAY && age < 92 * DAY).length).toBeCloseTo(84, -1);
  expect(ages.filter((age) => age >= 99 * DAY).length).toBeCloseTo(14, -1);
});

test('those with a name stay for ever, and so does the newest', () => {
  expect(kept(every(HOUR / 4, 300 * DAY, 301 * DAY, 'draft'))).toHaveLength(96);
  expect(kept([{ id: 'only', at: NOW - 900 * DAY, name: null }])).toHaveLength(1);
});

test('what was kept yesterday is what is kept of it today', () => {
  const versions = every(10 * 60 * 1000, 0, 120 * DAY);
  const later = NOW + 3 * DAY;
  expect(kept(kept(versions), later)).toEqual(kept(versions, later));
});

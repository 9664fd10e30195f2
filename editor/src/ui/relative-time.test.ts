import { expect, test } from 'vitest';
import { relativeTime, timeGroup } from './relative-time.ts';

const now = new Date(2026, 10, 22, 12, 0, 0);
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

test('names the largest unit that has passed, in the language', () => {
  expect(relativeTime(ago(60), now, 'en')).toBe('1 minute ago');
  expect(relativeTime(ago(3_599), now, 'en')).toBe('59 minutes ago');
  expect(relativeTime(ago(5 * 3_600), now, 'en')).toBe('5 hours ago');
  expect(relativeTime(ago(86_400), now, 'en')).toBe('yesterday');
  expect(relativeTime(ago(400 * 86_400), now, 'en')).toBe('last year');
  expect(relativeTime(ago(5 * 3_600), now, 'zh-CN')).toBe('5小时前');
});

test('leaves the last minute, and a time ahead of this clock, to the caller', () => {
  expect(relativeTime(ago(59), now, 'en')).toBeNull();
  expect(relativeTime(ago(-3_600), now, 'en')).toBeNull();
});

test('groups by calendar days, not by hours', () => {
  expect(timeGroup(new Date(2026, 10, 22, 0, 1), now)).toBe('today');
  expect(timeGroup(new Date(2026, 10, 21, 23, 59), now)).toBe('yesterday');
  expect(timeGroup(new Date(2026, 10, 15, 1), now)).toBe('week');
  expect(timeGroup(new Date(2026, 10, 14, 1), now)).toBe('month');
  expect(timeGroup(new Date(2026, 9, 23, 1), now)).toBe('month');
  expect(timeGroup(new Date(2026, 9, 22, 1), now)).toBe('older');
  expect(timeGroup(ago(-86_400), now)).toBe('today');
});

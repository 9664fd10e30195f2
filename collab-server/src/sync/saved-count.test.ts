import { expect, test } from 'vitest';
import { SavedCount } from './saved-count.ts';

test('counts frames as they become durable', () => {
  const count = new SavedCount();
  count.ask();
  const answer = count.receive(true);
  const update = count.receive(false);
  expect(count.settle(answer)).toBe(true);
  expect(count.saved).toBe(1);
  expect(count.settle(update)).toBe(true);
  expect(count.settle(answer)).toBe(false);
  expect(count.saved).toBe(2);
});

test('D4: a refused frame stops the count until the answer to a later question is durable', () => {
  const count = new SavedCount();
  count.ask();
  count.settle(count.receive(true));
  const before = count.receive(false);
  const refused = count.receive(false);
  const after = count.receive(false);
  expect(count.refuse(refused)).toBe(true);
  count.ask();
  expect(count.settle(before)).toBe(true);
  expect(count.saved).toBe(2);
  expect(count.settle(after)).toBe(false);
  expect(count.settle(count.receive(true))).toBe(true);
  expect(count.saved).toBe(5);
});

test('D4: while an answer is outstanding it will hold the refused frame too, so nothing is asked again', () => {
  const count = new SavedCount();
  count.ask();
  expect(count.refuse(count.receive(false))).toBe(false);
  expect(count.settle(count.receive(true))).toBe(true);
  expect(count.saved).toBe(2);
});

test('D4: a refused answer mends nothing', () => {
  const count = new SavedCount();
  count.ask();
  const answer = count.receive(true);
  expect(count.refuse(answer)).toBe(true);
  expect(count.settle(count.receive(false))).toBe(false);
  count.ask();
  expect(count.settle(count.receive(true))).toBe(true);
});

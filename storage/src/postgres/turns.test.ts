import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

const stalled = () => new Error('stalled');

it('lets so many in at once, the others in the order they came, and what is urgent first', async () => {
  const turns = new Turns(2, 60_000, stalled);
  const came: string[] = [];
  const take = (name: string, isUrgent = false) => turns.take(isUrgent).then(() => came.push(name));
  const all = [take('a'), take('b'), take('c'), take('d'), take('urgent', true)];
  await Promise.all(all.slice(0, 2));
  expect(came).toEqual(['a', 'b']);
  for (const _ of all) turns.give();
  await Promise.all(all);
  expect(came).toEqual(['a', 'b', 'urgent', 'c', 'd']);
});

it('refuses those who wait, and nobody who comes later', async () => {
  const turns = new Turns(1, 60_000, stalled);
  await turns.take();
  const waiting = turns.take();
  turns.refuse(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  turns.give();
  await turns.take();
});

it('refuses them where nothing goes on', async () => {
  const turns = new Turns(1, 20, stalled);
  await turns.take();
  await expect(turns.take()).rejects.toThrow('stalled');
});

import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { changeRandomly, randomFrom } from '../testing/random-doc.ts';
import { DeleteSet } from './delete-set.ts';
import { updateOf } from './room-content.ts';
import { guardUpdate } from './update-guard.ts';

/** Every single clock that an update deletes. */
const clocksOf = (update: Uint8Array): Set<string> => {
  const clocks = new Set<string>();
  for (const [client, ranges] of Y.decodeUpdate(update).ds.clients) {
    for (const { clock, len } of ranges)
      for (let each = clock; each < clock + len; each++) clocks.add(`${client}:${each}`);
  }
  return clocks;
};

test.each(Array.from({ length: 40 }, (_, index) => index + 1))(
  'tells just which deletions are new (seed %i)',
  (seed) => {
    const random = randomFrom(seed);
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (let step = 0; step < 100; step++) changeRandomly(doc, random);
    const known = new DeleteSet();
    const knownClocks = new Set<string>();
    for (const update of updates) {
      if (random() < 0.5) continue;
      known.add(update, guardUpdate(update).deletions);
      for (const clock of clocksOf(update)) knownClocks.add(clock);
    }
    const whole = Y.encodeStateAsUpdate(doc);
    const missing = known.encodeMissing(whole, guardUpdate(whole).deletions);
    const expected = [...clocksOf(whole)].filter((clock) => !knownClocks.has(clock));
    expect(missing ? [...clocksOf(updateOf(missing))].sort() : []).toEqual(expected.sort());
  },
);

test('has nothing to add to itself', () => {
  const doc = new Y.Doc();
  doc.getText('text').insert(0, 'abcdef');
  doc.getText('text').delete(1, 3);
  const whole = Y.encodeStateAsUpdate(doc);
  const { deletions } = guardUpdate(whole);
  const known = new DeleteSet();
  known.add(whole, deletions);
  expect(known.encodeMissing(whole, deletions)).toBeNull();
});

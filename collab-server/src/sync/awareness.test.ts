import { expect, test } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { AwarenessStates } from './awareness.ts';
import { ByteWriter } from './byte-writer.ts';

const NOW = 1_000_000;
const someone = (
  state: Record<string, unknown> | null,
): { id: number; update: () => Uint8Array; awareness: Awareness } => {
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState(state);
  const id = awareness.clientID;
  return { id, awareness, update: () => encodeAwarenessUpdate(awareness, [id]) };
};
/** A reader's view after the given updates. */
const view = (...updates: (Uint8Array | null | undefined)[]): Map<number, unknown> => {
  const reader = new Awareness(new Y.Doc());
  reader.setLocalState(null);
  for (const update of updates) if (update) applyAwarenessUpdate(reader, update, 'test');
  const states = new Map(reader.getStates());
  reader.destroy();
  return states;
};

test('relays what changed, once, with its one author', () => {
  const states = new AwarenessStates<string>();
  const anna = someone({ user: 'Anna' });
  states.apply('a', anna.update(), NOW);
  const changes = states.takeChanges();
  expect(changes?.author).toBe('a');
  expect(view(changes?.update)).toEqual(new Map([[anna.id, { user: 'Anna' }]]));
  expect(states.takeChanges()).toBeNull();
});

test('a newcomer is told of everybody', () => {
  const states = new AwarenessStates<string>();
  const [anna, bo] = [someone({ user: 'Anna' }), someone({ user: 'Bo' })];
  states.apply('a', anna.update(), NOW);
  states.apply('b', bo.update(), NOW);
  expect(view(states.encodeAll()).size).toBe(2);
  expect(states.takeChanges()?.author).toBeNull();
});

test('one who leaves vanishes for those who saw them', () => {
  const states = new AwarenessStates<string>();
  const anna = someone({ user: 'Anna' });
  states.apply('a', anna.update(), NOW);
  const before = states.takeChanges()?.update;
  states.leave('a');
  expect(view(before, states.takeChanges()?.update).size).toBe(0);
  expect(states.encodeAll()).toBeNull();
});

test('one who falls silent vanishes', () => {
  const states = new AwarenessStates<string>();
  states.apply('a', someone({ user: 'Anna' }).update(), NOW);
  states.takeChanges();
  states.expire(NOW + 40_000);
  expect(states.hasChanges).toBe(false);
  states.expire(NOW + 46_000);
  expect(states.hasChanges).toBe(true);
});

test("what a client repeats of others is passed over, and nobody removes another's state", () => {
  const states = new AwarenessStates<string>();
  const anna = someone({ user: 'Anna' });
  states.apply('a', anna.update(), NOW);
  states.takeChanges();
  states.apply('b', anna.update(), NOW);
  expect(states.hasChanges).toBe(false);
  anna.awareness.setLocalState(null);
  states.apply('b', anna.update(), NOW);
  expect(states.hasChanges).toBe(false);
});

test('a state that is no JSON is refused: every browser would throw on it', () => {
  const states = new AwarenessStates<string>();
  expect(() => states.apply('a', Uint8Array.of(1, 5, 1, 2, 0x7b, 0x7b), NOW)).toThrow('not JSON');
  expect(() => states.apply('a', Uint8Array.of(2, 5, 1, 1, 0x31), NOW)).toThrow('ends early');
});

test('A5: one who changes too fast is told slower, and the newest is not lost', () => {
  const states = new AwarenessStates<string>();
  const anna = someone({ at: 0 });
  let told = 0;
  for (let at = 1; at <= 2_000; at++) {
    anna.awareness.setLocalState({ at });
    states.apply('a', anna.update(), NOW);
    if (states.takeChanges()) told++;
  }
  expect(told).toBeLessThanOrEqual(400);
  expect(told).toBeGreaterThan(300);
  expect(view(states.encodeAll()).get(anna.id)).toEqual({ at: 2_000 });
  states.expire(NOW);
  expect(view(states.takeChanges()?.update).get(anna.id)).toEqual({ at: 2_000 });
});

test('A5: one who comes and goes too fast is not relayed for it', () => {
  const states = new AwarenessStates<string>();
  const anna = someone({ at: 0 });
  let told = 0;
  for (let at = 1; at <= 2_000; at++) {
    anna.awareness.setLocalState(at % 2 ? { at } : null);
    states.apply('a', anna.update(), NOW);
    if (states.takeChanges()) told++;
  }
  expect(told).toBeLessThanOrEqual(400);
});

test('A4, R2: a hundred thousand entries are refused by their number, ten thousand cost no more than a look', () => {
  const states = new AwarenessStates<string>();
  const flood = (count: number): Uint8Array => {
    const writer = new ByteWriter(16);
    writer.varUint(count);
    for (let client = 1; client <= count; client++) {
      writer.varUint(client);
      writer.varUint(1);
      writer.varBytes(new TextEncoder().encode('{}'));
    }
    return writer.take();
  };
  expect(() => states.apply('a', flood(100_000), NOW)).toThrow('too many awareness states');
  expect(states.hasChanges).toBe(false);
  states.apply('a', flood(10_000), NOW);
  expect(view(states.encodeAll()).size).toBe(16);
});

test('A4: what left makes room for another', () => {
  const states = new AwarenessStates<string>();
  const people = Array.from({ length: 17 }, (_, at) => someone({ at }));
  for (const { update } of people) states.apply('a', update(), NOW);
  expect(view(states.encodeAll()).size).toBe(16);
  people[0]?.awareness.setLocalState(null);
  for (const person of [people[0], people[16]]) if (person) states.apply('a', person.update(), NOW);
  expect(view(states.encodeAll()).has(people[16]?.id ?? 0)).toBe(true);
});

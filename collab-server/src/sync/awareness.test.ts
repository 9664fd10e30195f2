import { expect, test } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { AwarenessStates } from './awareness.ts';

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

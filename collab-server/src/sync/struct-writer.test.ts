import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { randomFrom } from '../testing/random-doc.ts';
import { type GuardedUpdate, guardUpdate } from './update-guard.ts';
import { mergeGuarded } from './update-merge.ts';

const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

/** A letter, one of two bytes, one of three, and one that takes two clocks. */
const LETTERS = ['a', 'é', '文', '😀'];

/** Where a cursor may stand: not within a character. */
const before = (text: string, index: number): number => {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index;
};

/** Three people who type and delete as people do, key by key, and see of each other now and then. */
const typeTogether = (seed: number): { docs: Y.Doc[]; updates: Uint8Array[] } => {
  const random = randomFrom(seed);
  const updates: Uint8Array[] = [];
  const docs = [1, 2, 3].map((client) => {
    const doc = new Y.Doc();
    doc.clientID = client;
    doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'others' && updates.push(update));
    return doc;
  });
  const meet = (): void => {
    for (const doc of docs)
      for (const other of docs)
        if (other !== doc) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)), 'others');
  };
  for (let round = 0; round < 60; round++) {
    const doc = docs[Math.floor(random() * docs.length)] ?? new Y.Doc();
    const text = doc.getText('text');
    const isDeleting = random() < 0.4;
    let at = before(text.toString(), Math.floor(random() * (text.length + 1)));
    for (let keys = random() * 12; keys > 0; keys--) {
      const content = text.toString();
      if (isDeleting) {
        const from = before(content, Math.max(0, at - 1));
        if (at > from) text.delete(from, at - from);
        at = from;
      } else {
        const letter = LETTERS[Math.floor(random() ** 2 * LETTERS.length)] ?? 'a';
        text.insert(at, letter, random() < 0.02 ? { bold: true } : undefined);
        at += letter.length;
      }
    }
    if (random() < 0.3) meet();
  }
  meet();
  return { docs, updates };
};

const guarded = (updates: readonly Uint8Array[]): GuardedUpdate[] => updates.map((update) => guardUpdate(update));

const load = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  expect(doc.store.pendingStructs).toBeNull();
  expect(doc.store.pendingDs).toBeNull();
  return doc;
};

const structsIn = (update: Uint8Array): number =>
  guardUpdate(update).sections.reduce((sum, { count }) => sum + count, 0);

/** Everything that Yjs knows of a document: text, clocks and what is deleted. */
const knowledgeOf = (doc: Y.Doc): unknown => ({
  text: doc.getText('text').toDelta(),
  clocks: [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b),
  deleted: Y.createDeleteSetFromStructStore(doc.store),
});

describe('updates that are merged', () => {
  test.each(SEEDS)('hold what they held apart, merged at once or step by step (seed %i)', (seed) => {
    const random = randomFrom(seed);
    const { docs, updates } = typeTogether(seed);
    const steps: Uint8Array[] = [];
    for (let from = 0; from < updates.length; ) {
      const to = from + 1 + Math.floor(random() * 20);
      steps.push(mergeGuarded(guarded(updates.slice(from, to))));
      from = to;
    }
    const atOnce = mergeGuarded(guarded(updates));
    const expected = knowledgeOf(load(updates));
    expect(docs.map((doc) => doc.getText('text').toDelta())).toEqual(
      docs.map(() => load(updates).getText('text').toDelta()),
    );
    expect(knowledgeOf(load(steps))).toEqual(expected);
    expect(knowledgeOf(load([atOnce]))).toEqual(expected);
    expect(knowledgeOf(load([mergeGuarded(guarded(steps))]))).toEqual(expected);
    expect(structsIn(atOnce)).toBeLessThan(updates.reduce((sum, update) => sum + structsIn(update), 0));
  });

  test('are one struct where one typed on, and one range where one deleted on', () => {
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const text = doc.getText('text');
    for (const letter of 'hello, world') text.insert(text.length, letter);
    for (let keys = 0; keys < 5; keys++) text.delete(text.length - 1, 1);
    const merged = guardUpdate(mergeGuarded(guarded(updates)));
    expect(merged.sections.map(({ count }) => count)).toEqual([1]);
    expect(merged.deletions.map(({ count }) => count)).toEqual([1]);
    expect(load([merged.bytes]).getText('text').toString()).toBe('hello, ');
  });

  test('stay apart where one went on somewhere else', () => {
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const text = doc.getText('text');
    text.insert(0, 'b');
    text.insert(0, 'a');
    text.insert(2, 'c');
    const merged = guardUpdate(mergeGuarded(guarded(updates)));
    expect(merged.sections.map(({ count }) => count)).toEqual([3]);
    expect(load([merged.bytes]).getText('text').toString()).toBe('abc');
  });

  test('take a large change as it is', () => {
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const text = doc.getText('text');
    text.insert(0, 'a');
    text.insert(1, 'b'.repeat(100_000));
    text.insert(100_001, 'c');
    text.insert(100_002, 'd');
    const merged = guardUpdate(mergeGuarded(guarded(updates)));
    expect(merged.sections.map(({ count }) => count)).toEqual([3]);
    expect(load([merged.bytes]).getText('text').toString()).toBe(text.toString());
  });
});

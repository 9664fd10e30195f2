import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { act, randomOf } from '../binding/actions.test.kit.ts';
import { createPeople, freshJsonOf, type Person, settle } from '../binding/people.test.kit.ts';
import { documentRoot } from '../binding/schema.ts';
import { tableActions } from '../binding/table-actions.test.kit.ts';
import { documentText } from '../text.ts';
import { type ChangeMark, compareDocuments, copiedState, restoreState } from './index.ts';

/*
 * Documents that people have written at random are compared with what they were, and made that again. More of it:
 *
 *   FUZZ_SEEDS=2000 FUZZ_START=1000 npx vitest run editor/src/content/history/history.fuzz.test.ts
 */

const start = Number(process.env.FUZZ_START ?? 1);
const count = Number(process.env.FUZZ_SEEDS ?? 25);
const NOBODY = { ownerOf: () => null, removerOf: () => null };

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

const write = (people: readonly Person[], rounds: number, random: () => number): void => {
  for (let round = 0; round < rounds; round++) {
    const person = people[Math.floor(random() * people.length)];
    if (person) act(person, random, { discrete: true, ...(random() < 0.2 && { from: tableActions }) });
    if (random() < 0.5) settle(people);
  }
  settle(people);
};

const begun = (seed: number) => {
  const random = randomOf(seed);
  const people = createPeople(2, (problem) => {
    throw problem;
  });
  write(people, 25, random);
  const [first] = people;
  if (!first) throw new Error('nobody is there');
  return { people, first, random, before: copyOf(first.doc) };
};

/** A comparison's document without one of its two sides, and without marks. */
const sideOf = (marked: Uint8Array | null, gone: 'inserted' | 'removed'): Y.Doc => {
  const doc = new Y.Doc();
  if (marked) Y.applyUpdate(doc, marked);
  const strip = (parent: Y.XmlElement): void => {
    for (const [i, child] of [...parent.toArray().entries()].reverse()) {
      if (child instanceof Y.XmlText) {
        const delta = child.toDelta() as { insert: unknown; attributes?: Record<string, { $kind?: string }> }[];
        const kept = delta.filter(({ attributes }) => attributes?.['in:change']?.$kind !== gone);
        child.delete(0, child.length);
        child.applyDelta(kept);
      } else if (child instanceof Y.XmlElement) {
        const mark = child.getAttribute('$change') as unknown as ChangeMark | undefined;
        if (mark?.kind === gone) parent.delete(i, 1);
        else strip(child);
      }
    }
  };
  strip(documentRoot(doc));
  return doc;
};

const seeds = Array.from({ length: count }, (_, i) => start + i);

test('what people wrote becomes what it was, and what it is once more, and shows just that', () => {
  const wrong = seeds.filter((seed) => {
    const { people, first, random, before } = begun(seed);
    const shown = freshJsonOf(before);
    write(people, 25, random);
    const now = copyOf(first.doc);
    const doc = copyOf(first.doc);
    restoreState(doc, before);
    const isBack = freshJsonOf(doc) === shown;
    restoreState(doc, now);
    const isAgain = freshJsonOf(doc) === freshJsonOf(now);
    const size = Y.encodeStateAsUpdate(doc).length;
    restoreState(doc, now);
    return !isBack || !isAgain || Y.encodeStateAsUpdate(doc).length !== size;
  });
  expect(wrong).toEqual([]);
});

test('restoring merges with what others type meanwhile, alike for everybody', () => {
  const wrong = seeds.filter((seed) => {
    const { people, first, random, before } = begun(seed);
    write(people, 15, random);
    const restored = copyOf(first.doc);
    const vector = Y.encodeStateVector(restored);
    restoreState(restored, before);
    const edit = Y.encodeStateAsUpdate(restored, vector);
    write(people, 10, random);
    Y.applyUpdate(restored, Y.encodeStateAsUpdate(first.doc));
    Y.applyUpdate(first.doc, edit, 'network');
    settle(people);
    return freshJsonOf(restored) !== freshJsonOf(first.doc);
  });
  expect(wrong).toEqual([]);
});

test('a copy shows what was copied, and is written by one', () => {
  for (const seed of seeds.slice(0, 20)) {
    const { before } = begun(seed);
    const copy = new Y.Doc();
    Y.applyUpdate(copy, copiedState(before));
    expect(freshJsonOf(copy), `seed ${seed}`).toBe(freshJsonOf(before));
    expect(copy.store.clients.size, `seed ${seed}`).toBe(1);
  }
});

test('a comparison holds both states: without what came it is the one, without what went the other', () => {
  const wrong = seeds.filter((seed) => {
    const { people, first, random, before } = begun(seed);
    write(people, 20, random);
    const { marked, changes } = compareDocuments(before, copyOf(first.doc), NOBODY);
    if (changes.length === 0) return documentText(before) !== documentText(first.doc);
    return (
      wordsOf(sideOf(marked, 'removed')) !== wordsOf(first.doc) || !sameLetters(sideOf(marked, 'inserted'), before)
    );
  });
  expect(wrong).toEqual([]);
});

const wordsOf = (doc: Y.Doc): string => documentText(doc).replace(/\s+/g, ' ').trim();

/** What was moved stands where it is now. */
const sameLetters = (a: Y.Doc, b: Y.Doc): boolean => {
  const sorted = (doc: Y.Doc) => [...documentText(doc).replace(/\s+/g, '')].sort().join('');
  return sorted(a) === sorted(b);
};

test('maps, lists and texts of any document become what they were', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 5, maxLength: 60 }), (steps) => {
      const doc = new Y.Doc();
      const half = Math.floor(steps.length / 2);
      for (const step of steps.slice(0, half)) change(doc, step);
      const before = copyOf(doc);
      for (const step of steps.slice(half)) change(doc, step);
      const now = copyOf(doc);
      restoreState(doc, before);
      expect(jsonIn(doc)).toEqual(jsonIn(before));
      restoreState(doc, now);
      expect(jsonIn(doc)).toEqual(jsonIn(now));
    }),
    { numRuns: Number(process.env.FUZZ_SEEDS ?? 200) },
  );
});

const change = (doc: Y.Doc, step: number): void => {
  const [kind, a, b] = [step % 9, Math.floor(step / 9) % 7, Math.floor(step / 63) % 5];
  const map = doc.getMap<unknown>('map');
  const list = doc.getArray<unknown>('list');
  const text = doc.getText('text');
  const inner = map.get('inner');
  const at = Math.min(a, list.length);
  if (kind === 0) map.set(`key ${a}`, b);
  else if (kind === 1) map.delete(`key ${a}`);
  else if (kind === 2) map.set('inner', new Y.Map([['of', a]]));
  else if (kind === 3 && inner instanceof Y.Map) inner.set(`in ${a}`, { b });
  else if (kind === 4) list.insert(at, [b, { of: a }]);
  else if (kind === 5 && list.length > 0) list.delete(Math.min(a, list.length - 1), 1);
  else if (kind === 6) list.insert(at, [Y.Array.from([a, b])]);
  else if (kind === 7) text.insert(Math.min(a, text.length), `word ${b} `, a % 2 ? { bold: true } : {});
  else if (text.length > 0) {
    const from = Math.min(a * 2, text.length - 1);
    if (b % 2) text.delete(from, Math.min(3, text.length - from));
    else text.format(from, Math.min(3, text.length - from), { italic: b === 0 ? true : null });
  }
};

const jsonIn = (doc: Y.Doc): unknown => ({
  map: doc.getMap('map').toJSON(),
  list: doc.getArray('list').toJSON(),
  text: joined(doc.getText('text').toDelta() as Stretch[]),
});

interface Stretch {
  readonly insert: unknown;
  readonly attributes?: object;
}

/** Marks that were taken away again leave a text in pieces that look the same. */
const joined = (delta: readonly Stretch[]): unknown[] =>
  delta.reduce<[string, string][]>((runs, { insert, attributes = {} }) => {
    const last = runs.at(-1);
    const look = JSON.stringify(Object.entries(attributes).sort());
    if (last?.[1] === look) last[0] += String(insert);
    else runs.push([String(insert), look]);
    return runs;
  }, []);

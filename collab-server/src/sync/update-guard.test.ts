import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { changeRandomly, randomFrom } from '../testing/random-doc.ts';
import { MalformedError } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { packGuard, unpackGuard } from './packed-guard.ts';
import { decodeStateVector, encodeStateVector } from './state-vector.ts';
import { guardUpdate } from './update-guard.ts';
import { mergeGuarded } from './update-merge.ts';

const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

/** Two clients that edit apart and exchange everything now and then; returns all their updates in a causal order. */
const writeTogether = (seed: number): { doc: Y.Doc; updates: Uint8Array[] } => {
  const random = randomFrom(seed);
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  const updates: Uint8Array[] = [];
  for (const doc of docs)
    doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'peer' && updates.push(update));
  for (let step = 0; step < 120; step++) {
    changeRandomly(docs[random() < 0.5 ? 0 : 1], random);
    if (random() > 0.15) continue;
    Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1], Y.encodeStateVector(docs[0])), 'peer');
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0], Y.encodeStateVector(docs[1])), 'peer');
  }
  Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]), 'peer');
  return { doc: docs[0], updates };
};

const stateOf = (doc: Y.Doc): string =>
  JSON.stringify([
    doc.getText('text').toDelta(),
    doc.getArray('array').toJSON(),
    Object.entries(doc.getMap('map').toJSON()).sort(([a], [b]) => (a < b ? -1 : 1)),
    doc.get('xml', Y.XmlElement).toString(),
  ]);

describe('guardUpdate', () => {
  test.each(SEEDS)('passes whatever Yjs writes, single updates and whole states (seed %i)', (seed) => {
    const { doc, updates } = writeTogether(seed);
    for (const update of updates) {
      const guarded = guardUpdate(update);
      expect(unpackGuard(packGuard(guarded))).toEqual(guarded);
    }
    const whole = guardUpdate(Y.encodeStateAsUpdate(doc));
    const ends = new Map(whole.sections.map(({ client, end }) => [client, end]));
    expect(ends).toEqual(decodeStateVector(Y.encodeStateVector(doc)));
  });

  test.each(SEEDS)('refuses every damaged update that Yjs would choke on (seed %i)', (seed) => {
    const random = randomFrom(seed);
    const { updates } = writeTogether(seed);
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const damaged = new Uint8Array(updates[Math.floor(random() * updates.length)] as Uint8Array);
      for (let hits = 1 + random() * 3; hits > 0; hits--)
        damaged[Math.floor(random() * damaged.length)] = random() * 256;
      const bytes = random() < 0.2 ? damaged.subarray(0, Math.floor(random() * damaged.length)) : damaged;
      let passed = true;
      try {
        guardUpdate(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError);
        passed = false;
        refused++;
      }
      // What passes must decode; whether it integrates is for the room's clocks to say.
      if (passed) expect(() => Y.decodeUpdate(bytes), `seed ${seed} round ${round}`).not.toThrow();
    }
    expect(refused).toBeGreaterThan(100);
  });

  test('refuses a count that promises more than there are bytes, before anything is allocated', () => {
    const bomb = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0x7f, 0x01, 0x00, 0x04);
    expect(() => guardUpdate(bomb)).toThrow(MalformedError);
  });

  test('refuses more clients than an account can be kept of', () => {
    const deletes = new ByteWriter();
    deletes.varUint(0);
    deletes.varUint(100_001);
    for (let client = 0; client <= 100_000; client++) for (const each of [client, 1, 0, 1]) deletes.varUint(each);
    expect(() => guardUpdate(deletes.take())).toThrow('too many clients');
  });

  test('refuses a second section of one client, which Yjs would take in the place of the first', () => {
    const doc = new Y.Doc();
    doc.getText('text').insert(0, 'a');
    const update = Y.encodeStateAsUpdate(doc);
    const { sections, structsEnd } = guardUpdate(update);
    const section = update.subarray(1, structsEnd);
    expect(sections).toHaveLength(1);
    expect(() => guardUpdate(Uint8Array.of(2, ...section, ...section, 0))).toThrow('client twice');
  });

  test('refuses text that is no UTF-8 and format that is no JSON, on which every reader would throw', () => {
    const doc = new Y.Doc();
    doc.getText('text').insert(0, 'abc', { bold: true });
    const update = Y.encodeStateAsUpdate(doc);
    const at = (text: string): number => Buffer.from(update).indexOf(text);
    const invalid = new Uint8Array(update);
    invalid[at('abc')] = 0xff;
    expect(() => guardUpdate(invalid)).toThrow('not UTF-8');
    const broken = new Uint8Array(update);
    broken[at('true')] = 0x7b;
    expect(() => guardUpdate(broken)).toThrow('not JSON');
  });

  test('refuses JSON nested so deep that a client could read it and never write it again', () => {
    const doc = new Y.Doc();
    doc.getText('text').insertEmbed(0, JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`));
    expect(() => guardUpdate(Y.encodeStateAsUpdate(doc))).toThrow('nested too deep');
  });

  test('refuses an update in the V2 encoding', () => {
    const doc = new Y.Doc();
    doc.getText('text').insert(0, 'abc');
    expect(() => guardUpdate(Y.encodeStateAsUpdateV2(doc))).toThrow(MalformedError);
  });
});

describe('mergeGuarded', () => {
  test.each(SEEDS)('makes one update of many that loads to the same document (seed %i)', (seed) => {
    const random = randomFrom(seed);
    const { doc, updates } = writeTogether(seed);
    const merged: Uint8Array[] = [];
    for (let from = 0; from < updates.length; ) {
      const to = from + 1 + Math.floor(random() * 12);
      merged.push(mergeGuarded(updates.slice(from, to).map((update) => guardUpdate(update))));
      from = to;
    }
    const loaded = new Y.Doc();
    for (const update of merged) {
      guardUpdate(update);
      Y.applyUpdate(loaded, update);
    }
    expect(stateOf(loaded)).toBe(stateOf(doc));
    expect(loaded.store.pendingStructs).toBeNull();
  });

  test('refuses updates with a gap between them', () => {
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (const letter of 'abc') doc.getText('text').insert(0, letter);
    const [first, , third] = updates.map((update) => guardUpdate(update));
    expect(() => mergeGuarded([first, third].filter((each) => each !== undefined))).toThrow(RangeError);
  });
});

test('state vectors survive encoding', () => {
  const vector = new Map([
    [1, 0],
    [2 ** 32, 2 ** 40],
  ]);
  expect(decodeStateVector(encodeStateVector(vector))).toEqual(vector);
  expect(() => decodeStateVector(Uint8Array.of(1, 5))).toThrow(MalformedError);
});

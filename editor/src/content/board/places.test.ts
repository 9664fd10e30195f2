import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { elementOf } from './elements.test.kit.ts';
import { observeElements } from './observe.ts';
import { Places } from './places.ts';
import { boardElements, boardPlaces } from './schema.ts';
import { putElements, readElement, shownElements, storeParts } from './store.ts';

const listOf = (values: unknown[]): Y.Array<unknown> => {
  const list = new Y.Array<unknown>();
  list.push(values);
  return list;
};

const boxed = (id: string) => elementOf('rectangle', { id });

const boardOf = (...ids: string[]): Y.Doc => {
  const doc = new Y.Doc();
  putElements(doc, ids.map(boxed));
  return doc;
};

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

const exchange = (...docs: Y.Doc[]): void => {
  for (const from of docs)
    for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
};

const move = (doc: Y.Doc, id: string, x: number): void =>
  doc.transact(() => storeParts(doc, [{ id, parts: { g: [x, 7, 50, 40, 0] } }]));

const placeIn = (doc: Y.Doc, id: string): number | undefined => readElement(doc, id)?.x;

const entriesOf = (doc: Y.Doc): number => [...boardPlaces(doc).values()].reduce((sum, { length }) => sum + length, 0);

test('who joins sees an element where it was moved to, by whomever', () => {
  const ann = boardOf('a', 'b');
  const bob = copyOf(ann);
  move(bob, 'a', 100);
  exchange(ann, bob);
  move(ann, 'a', 200);
  exchange(ann, bob);
  expect([ann, bob, copyOf(bob)].map((doc) => placeIn(doc, 'a'))).toEqual([200, 200, 200]);
  expect(entriesOf(bob)).toBe(2);
  expect([...shownElements(bob)]).toHaveLength(2);
});

test('two who move an element at once see it in one place, and the next move leaves one entry', () => {
  const ann = boardOf('a');
  const bob = copyOf(ann);
  move(ann, 'a', 100);
  move(bob, 'a', 200);
  exchange(ann, bob);
  expect(placeIn(ann, 'a')).toBe(placeIn(bob, 'a'));
  expect(placeIn(copyOf(ann), 'a')).toBe(placeIn(bob, 'a'));
  expect(entriesOf(ann)).toBe(2);
  move(bob, 'a', 300);
  exchange(ann, bob);
  expect([placeIn(ann, 'a'), placeIn(bob, 'a'), entriesOf(ann)]).toEqual([300, 300, 1]);
});

test('one who moved more often while offline is where they went last', () => {
  const ann = boardOf('a');
  const bob = copyOf(ann);
  for (const x of [10, 20, 30]) move(bob, 'a', x);
  move(ann, 'a', 100);
  exchange(ann, bob);
  expect([placeIn(ann, 'a'), placeIn(bob, 'a')]).toEqual([30, 30]);
});

test('a move and a change of colour at once are both kept', () => {
  const ann = boardOf('a');
  const bob = copyOf(ann);
  move(ann, 'a', 100);
  bob.transact(() => storeParts(bob, [{ id: 'a', parts: { strokeColor: '#e03131' } }]));
  exchange(ann, bob);
  for (const doc of [ann, bob]) expect(readElement(doc, 'a')).toMatchObject({ x: 100, strokeColor: '#e03131' });
});

test('a board with places among the parts of its elements opens, and what is moved there is moved', () => {
  const doc = boardOf('a', 'b');
  const before = readElement(doc, 'a');
  for (const id of ['a', 'b']) boardElements(doc).get(id)?.set('g', Places.of(doc).get(id));
  doc.getMap('places').clear();
  expect(readElement(copyOf(doc), 'a')).toEqual(before);
  move(doc, 'a', 100);
  const opened = copyOf(doc);
  expect([placeIn(opened, 'a'), placeIn(opened, 'b')]).toEqual([100, before?.x]);
  expect(boardElements(opened).get('a')?.has('g')).toBe(false);
});

test('a place that comes before or after its element is found', () => {
  const ann = boardOf('a');
  const bob = new Y.Doc();
  boardPlaces(bob).set('x', listOf([['a', [1, 2, 3, 4, 0]]]));
  expect(readElement(bob, 'a')).toBeNull();
  exchange(ann, bob);
  expect(placeIn(bob, 'a')).toBe(placeIn(ann, 'a'));
});

test('what is no list, and in lists no entry, is passed over', () => {
  const doc = boardOf('a');
  const x = placeIn(doc, 'a');
  const lists = boardPlaces(doc) as Y.Map<unknown>;
  for (const [name, strange] of Object.entries<unknown>({
    null: null,
    text: new Y.Text('a'),
    map: new Y.Map([['a', [1, 2, 3, 4, 0]]]),
    plain: [['a', [9, 9, 9, 9, 0]]],
    list: listOf([
      null,
      'a',
      7,
      [],
      ['a'],
      [7, [9, 9, 9, 9, 0]],
      ['a', [9, 9, 9, 9, 0], -1],
      ['a', [9, 9, 9, 9, 0], 'x'],
      ['a', [9, 9, 9, 9, 0], 1e300],
      ['a', [9, 9, 9, 9, 0], 1, 2],
      { 0: 'a', 1: [9, 9, 9, 9, 0] },
      Uint8Array.of(1, 2),
      '',
      ['', [9, 9, 9, 9, 0]],
    ]),
    types: listOf([new Y.Array(), new Y.Map(), new Y.XmlElement('p')]),
  })) {
    lists.set(name, strange);
    expect([name, placeIn(doc, 'a')]).toEqual([name, x]);
  }
  expect(placeIn(copyOf(doc), 'a')).toBe(x);
  lists.set(doc.clientID.toString(36), 'not mine any more');
  expect(readElement(doc, 'a')).toBeNull();
  move(doc, 'a', 100);
  expect(placeIn(copyOf(doc), 'a')).toBe(100);
});

test('a place is overwritten however high somebody counted', () => {
  const doc = boardOf('a');
  boardPlaces(doc).set('zzzzzzzzz', listOf([['a', [9, 9, 9, 9, 0], 2 ** 31]]));
  expect(placeIn(doc, 'a')).toBe(9);
  move(doc, 'a', 100);
  expect([placeIn(doc, 'a'), placeIn(copyOf(doc), 'a')]).toEqual([100, 100]);
});

test('who looks on hears of each element that was moved, and by then sees where it is', () => {
  const ann = boardOf('a', 'b', 'c');
  const bob = copyOf(ann);
  const heard: [string, number | undefined][] = [];
  const stop = observeElements(bob, (ids) => {
    for (const id of ids) heard.push([id, placeIn(bob, id)]);
  });
  ann.transact(() => {
    move(ann, 'a', 100);
    move(ann, 'c', 300);
  });
  exchange(ann, bob);
  expect(heard).toEqual([
    ['a', 100],
    ['c', 300],
  ]);
  boardPlaces(bob).clear();
  expect(heard.slice(2).map(([id]) => id)).toEqual(expect.arrayContaining(['a', 'b', 'c']));
  stop();
  const count = heard.length;
  move(ann, 'a', 500);
  exchange(ann, bob);
  expect(heard).toHaveLength(count);
});

test('the document hardly grows with moves, whoever moves in turns', () => {
  const ids = Array.from({ length: 60 }, (_, n) => `element-${n}`);
  const people = [boardOf(...ids)];
  for (let n = 0; n < 2; n++) people.push(copyOf(people[0] ?? new Y.Doc()));
  for (const from of people) {
    from.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'other') for (const to of people) if (to !== from) Y.applyUpdate(to, update, 'other');
    });
  }
  const sizeOf = (): number => Y.encodeStateAsUpdate(copyOf(people[0] ?? new Y.Doc())).length;
  const before = sizeOf();
  for (let n = 0; n < 3000; n++) {
    const doc = people[n % people.length];
    if (doc) move(doc, ids[(n * 17) % ids.length] ?? '', 1000 + (n % 500));
  }
  expect(sizeOf()).toBeLessThan(before * 1.3);
});

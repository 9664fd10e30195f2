import * as Y from 'yjs';

/** Repeatable random numbers from 0 to 1 (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

// No astral characters where a later edit could land inside one: Yjs puts U+FFFD in both halves of a pair that is cut.
const WORDS = ['a', 'hello ', 'naïve', '文档', '\u0000', 'x'.repeat(200)];
const VALUES: unknown[] = [
  null,
  true,
  7,
  -123456789,
  3.25,
  'text',
  [1, [2]],
  { a: { b: [null] } },
  new Uint8Array([1, 2]),
];

/** One random change to a document, through every kind of content that Yjs can write. For tests. */
export const changeRandomly = (doc: Y.Doc, random: () => number): void => {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const text = doc.getText('text');
  const array = doc.getArray<unknown>('array');
  const map = doc.getMap<unknown>('map');
  const xml = doc.get('xml', Y.XmlElement);
  const changes: (() => void)[] = [
    () => text.insert(Math.floor(random() * (text.length + 1)), pick(WORDS)),
    () => text.length > 2 && text.delete(Math.floor(random() * (text.length - 2)), 2),
    () => text.length > 3 && text.format(1, 2, { bold: pick([true, null]), link: { url: 'https://example.org' } }),
    () => text.insertEmbed(0, { image: pick([...WORDS, '👩‍🚀']) }),
    () => array.insert(Math.floor(random() * (array.length + 1)), [pick(VALUES), pick(VALUES)]),
    () => array.length > 1 && array.delete(0, 1),
    () => array.push([new Y.Map([['nested', new Y.Text('inside')]])]),
    () => void map.set(pick(['k', 'l', 'm']), pick(VALUES)),
    () => map.delete(pick(['k', 'l'])),
    () => void map.set('doc', new Y.Doc({ guid: 'sub', meta: { a: 1 } })),
    () => {
      const element = new Y.XmlElement('paragraph');
      element.insert(0, [new Y.XmlText(pick(WORDS))]);
      xml.insert(Math.floor(random() * (xml.length + 1)), [element]);
      element.setAttribute('level', '2');
    },
    () => xml.length > 1 && xml.delete(0, 1),
  ];
  doc.transact(() => pick(changes)());
};

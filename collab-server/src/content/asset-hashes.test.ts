import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { assetHashesIn } from './asset-hashes.ts';
import { contentTasks } from './tasks.ts';

const A = 'a1'.repeat(32);
const B = 'b2'.repeat(32);

test('hashes are found wherever a document keeps them: attributes, maps, values within values, addresses in texts', () => {
  const doc = new Y.Doc();
  const image = new Y.XmlElement('image');
  doc.get('root-v2', Y.XmlElement).insert(0, [image]);
  image.setAttribute('$asset', A);
  doc.getMap('files').set('x', { file: { hash: B } });
  doc.getText('text').insert(0, `see /assets/${'c3'.repeat(32)}.`);
  expect([...assetHashesIn(Y.encodeStateAsUpdate(doc))].sort()).toEqual([A, B, 'c3'.repeat(32)]);
});

test('what merely looks a little like one is none', () => {
  const doc = new Y.Doc();
  doc.getText('text').insert(0, `${'a'.repeat(63)} ${'A1'.repeat(32)} ${'f'.repeat(5_000)}`);
  expect([...assetHashesIn(Y.encodeStateAsUpdate(doc))]).toEqual([]);
});

test('what was deleted, or replaced by another, is referred to no more', () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const files = doc.getMap('files');
  files.set('kept', A);
  files.set('removed', B);
  files.set('replaced', B);
  files.delete('removed');
  files.set('replaced', A);
  expect([...contentTasks.assets({ kind: 'document', state: null, updates })]).toEqual([A]);
  const { state } = contentTasks.compact({ state: null, updates });
  expect([...contentTasks.assets({ kind: 'document', state, updates: [] })]).toEqual([A]);
});

test('a board refers to the pictures that it shows, and to those of elements that nobody here can read', () => {
  const doc = new Y.Doc();
  const elements = doc.getMap<Y.Map<unknown>>('elements');
  const files = doc.getMap('files');
  const C = 'c'.repeat(64);
  for (const [id, hash] of Object.entries({ a: A, b: B, c: C })) {
    files.set(id, { hash, mimeType: 'image/png', created: 1 });
    elements.set(
      `element ${id}`,
      new Y.Map<unknown>([['fileId', id], ...(id === 'c' ? [] : [['index', 'a1'] as const])]),
    );
  }
  const refersTo = () => {
    const state = Y.encodeStateAsUpdate(doc);
    return [...contentTasks.assets({ kind: 'board', state, updates: [] })].sort();
  };
  expect(refersTo()).toEqual([A, B, C]);
  elements.get('element a')?.set('isDeleted', true);
  expect(refersTo()).toEqual([B, C]);
  elements.get('element a')?.set('isDeleted', false);
  expect(refersTo()).toEqual([A, B, C]);
});

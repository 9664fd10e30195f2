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
  expect([...contentTasks.assets({ state: null, updates })]).toEqual([A]);
  const { state } = contentTasks.compact({ state: null, updates });
  expect([...contentTasks.assets({ state, updates: [] })]).toEqual([A]);
});

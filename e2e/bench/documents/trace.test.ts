import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { syntheticTrace } from './trace.ts';
import { typedDocument } from './typed-document.ts';

test('the made trace is of the size of the recorded one, and its updates make its document', () => {
  expect(syntheticTrace().patches).toHaveLength(259_778);
  const typed = typedDocument(null)();
  expect(typed.text.length).toBeGreaterThan(95_000);
  expect(typed.text.length).toBeLessThan(115_000);
  const doc = new Y.Doc();
  for (const update of typed.updates.slice(0, 5_000)) Y.applyUpdate(doc, update);
  expect(Y.decodeStateVector(Y.encodeStateVector(doc)).get(typed.client)).toBe(typed.clocks[4_999]);
  Y.applyUpdate(doc, typed.state);
  expect(doc.getText('text').toString()).toBe(typed.text);
});

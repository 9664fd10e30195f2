import { boardElements, listElements, putElements, storeParts } from '@cowrite/editor/content/board';
import { createApiClient } from '@cowrite/server/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';

let server: CowriteServer;

beforeAll(async () => {
  server = await CowriteServer.start();
});
afterAll(() => server.dispose());

/** What two people draw, each a shape a step, and how they drag the program's. */
const STEPS = 40;

test('E11: a program draws, recolours and deletes while two people draw and drag: nothing is lost, and all see the same', async () => {
  const api = createApiClient(server.url);
  const { id } = (await (await api.documents.$post({ json: { kind: 'board' } })).json()) as { id: string };
  const elements = api.documents[':id'].elements;
  const people = await Promise.all([1, 2].map(() => WireClient.join(server.syncUrl(id), new Y.Doc())));
  const first = { id: 'program-0', type: 'ellipse' as const, x: 0, y: 200, label: 'n 0' };
  expect((await elements.$post({ param: { id }, json: { elements: [first] } })).status).toBe(201);
  for (const person of people) await person.until(() => boardElements(person.doc).has('program-0'), 'the first');
  const draw = async ({ doc }: WireClient, name: string): Promise<void> => {
    for (let n = 0; n < STEPS; n++) {
      const box = { type: 'rectangle', y: 0, width: 50, height: 50, angle: 0, seed: 1, isDeleted: false };
      putElements(doc, [{ ...box, id: `${name}-${n}`, x: 60 * n, index: `a${String.fromCharCode(65 + (n % 26))}V` }]);
      doc.transact(() => storeParts(doc, [{ id: 'program-0', parts: { g: [n, n, 160, 100, 0] } }]));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const program = async (): Promise<void> => {
    for (let n = 0; n < STEPS; n++) {
      const label = n % 8 === 0 ? `n ${n}` : undefined;
      const added = { id: `program-${n}`, type: 'ellipse' as const, x: 0, y: 200 + n, label };
      const response = n > 0 && (await elements.$post({ param: { id }, json: { elements: [added] } }));
      if (response) expect(response.status, await response.clone().text()).toBe(201);
      const change = { id: 'program-0', strokeColor: `#0000${String(10 + n)}` };
      expect((await elements.$patch({ param: { id }, json: { elements: [change] } })).status).toBe(200);
      if (n % 4 !== 3) continue;
      expect((await elements.$delete({ param: { id }, query: { element: `program-${n}` } })).status).toBe(204);
    }
  };
  await Promise.all([...people.map((person, index) => draw(person, `person-${index}`)), program()]);
  const shown = (doc: Y.Doc) => JSON.stringify(listElements(doc));
  for (const person of people) {
    await person.until(() => shown(person.doc) === shown((people[0] as WireClient).doc), 'the same board');
    await person.until(() => [...boardElements(person.doc).keys()].length === 3 * STEPS + STEPS / 8, 'all elements');
  }
  const answered = await elements.$get({ param: { id } });
  if (answered.status !== 200) throw new Error(`answered with ${answered.status}`);
  const { elements: now } = await answered.json();
  expect(JSON.stringify(now)).toBe(shown((people[0] as WireClient).doc));
  expect(now.filter((each) => each.id.startsWith('person-'))).toHaveLength(2 * STEPS);
  expect(now.filter((each) => /^program-\d+$/.test(each.id))).toHaveLength(STEPS - STEPS / 4);
  // One changed its colour, others where it is.
  expect(now.find((each) => each.id === 'program-0')).toMatchObject({
    strokeColor: `#0000${10 + STEPS - 1}`,
    x: STEPS - 1,
  });
  for (const person of people) await person.close();
});

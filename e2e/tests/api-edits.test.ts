import { DocumentEdits } from '@cowrite/editor/content';
import { createApiClient } from '@cowrite/server/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../harness/random.ts';
import { replicaHash } from '../harness/replica.ts';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';

/** A thousand by `API_EDITS=1000`. */
const EDITS = Number(process.env.API_EDITS ?? 120);
const AT_ONCE = 8;
const TYPISTS = 3;
let server: CowriteServer;

beforeAll(async () => {
  server = await CowriteServer.start();
});
afterAll(() => server.dispose());

interface Typist {
  readonly client: WireClient;
  readonly edits: DocumentEdits;
  readonly typed: string[];
}

const words = (text: string) => [{ type: 'paragraph', children: [{ type: 'text', text }] }];
const linesOf = (edits: DocumentEdits): string[] =>
  edits.blocks().map(({ children = [] }) => children.map(({ text }) => text).join(''));

test(
  `${EDITS} edits by a program while ${TYPISTS} people type: nothing is lost, nothing twice, and all see the same`,
  async () => {
    const api = createApiClient(server.url);
    const created = await api.documents.$post({ json: { title: 'Edits', markdown: 'shared' } });
    const { id } = (await created.json()) as { id: string };
    const blocks = api.documents[':id'].blocks;
    const typists: Typist[] = [];
    for (let i = 0; i < TYPISTS; i++) {
      const doc = new Y.Doc();
      const client = await WireClient.join(server.syncUrl(id), doc);
      await client.until(() => doc.get('root-v2', Y.XmlElement).length > 0, 'the document');
      typists.push({ client, edits: new DocumentEdits(doc), typed: [] });
    }

    let running = true;
    const type = async ({ edits, typed }: Typist, name: string): Promise<void> => {
      for (let n = 0; running; n++) {
        const line = `${name} ${n}`;
        edits.append(words(line));
        typed.push(line);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const typing = typists.map((typist, index) => type(typist, `typist ${index}`));

    const random = new Random(7);
    const expected: string[] = [];
    const mine: { id: string; n: number }[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let n = next++; n < EDITS; n = next++) {
        const own = random.chance(0.3) ? mine.splice(random.between(0, Math.max(0, mine.length - 1)), 1)[0] : undefined;
        const json = { markdown: `edit ${n}` };
        const response = own
          ? await blocks.$put({ param: { id }, json: { ids: [own.id], markdown: `edit ${own.n}\n\nedit ${n}` } })
          : await blocks.$post({ param: { id }, json });
        expect(response.status, await response.clone().text()).toBeLessThan(300);
        const { ids } = (await response.json()) as { ids: string[] };
        expected.push(`edit ${n}`);
        const made = ids.at(-1);
        if (made !== undefined) mine.push({ id: made, n });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    running = false;
    await Promise.all(typing);

    const all = [...expected, ...typists.flatMap(({ typed }) => typed), 'shared'].sort();
    const whole = new Y.Doc();
    for (const { client, edits } of typists) {
      await client.until(() => linesOf(edits).length === all.length, 'all lines');
    }
    const state = await fetch(`${server.url}/api/documents/${id}`, {
      headers: { accept: 'application/vnd.yjs-update' },
    });
    Y.applyUpdate(whole, new Uint8Array(await state.arrayBuffer()));
    const fresh = new DocumentEdits(whole);
    expect(linesOf(fresh).sort()).toEqual(all);
    const read = (doc: Y.Doc) => doc.get('root-v2', Y.XmlElement).toString();
    const hashes = [whole, ...typists.map(({ edits }) => edits.doc)].map((doc) => replicaHash(doc, read));
    expect(new Set(hashes).size).toBe(1);
    for (const { edits } of typists) expect(edits.attachment.check()).toBe(true);
    for (const { client } of typists) await client.close();
  },
  60_000 + EDITS * 250,
);

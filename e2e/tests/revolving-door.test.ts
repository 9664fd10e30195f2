import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random, seedOf } from '../harness/random.ts';
import { replicaHash } from '../harness/replica.ts';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';

const DOCUMENTS = 4;
const VISITS = 30;
/** Above 64 KiB an update is looked at in another thread, and its session may be gone before it is done. */
const LARGE = [70_000, 200_000] as const;

const random = new Random(seedOf('revolving door'));
let server: CowriteServer | null = null;
afterEach(async () => {
  await server?.dispose();
  server = null;
});

test('a person who writes and is gone at once, again and again, loses nothing and harms nothing', async () => {
  server = await CowriteServer.start();
  const urls = Array.from({ length: DOCUMENTS }, (_, index) => `door-${index}`).map((id) => server?.syncUrl(id) ?? '');
  const hashes = await Promise.all(urls.map(visit));
  for (const [index, url] of urls.entries()) expect(await freshHash(url)).toBe(hashes[index]);
  expect(await server.stop()).toBe(0);
  await server.start();
  for (const [index, url] of urls.entries()) expect(await freshHash(url)).toBe(hashes[index]);
});

/** Nobody else is there, so the document is closed behind each visit and opened anew for the next. */
const visit = async (url: string): Promise<string> => {
  const doc = new Y.Doc();
  const text = doc.getText('text');
  for (let count = 0; count < VISITS; count++) {
    const client = await WireClient.join(url, doc);
    const words = random.chance(0.5) ? 'x'.repeat(random.between(...LARGE)) : `visit ${count} `;
    text.insert(random.between(0, text.length), words);
    if (random.chance(0.3)) text.delete(0, random.between(1, 5));
    if (random.chance(0.2)) await client.saved();
    else if (random.chance(0.5)) await new Promise(setImmediate);
    await client.drop();
  }
  const client = await WireClient.join(url, doc);
  await client.until(() => client.framesSent > 0 && client.isSaved, 'all saved');
  await client.close();
  return replicaHash(doc, read);
};

const freshHash = async (url: string): Promise<string> => {
  const client = await WireClient.join(url);
  await client.close();
  return replicaHash(client.doc, read);
};

const read = (doc: Y.Doc): string => doc.getText('text').toString();

import { CloseCode } from '@cowrite/editor/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';
import { Bystanders } from './bystanders.ts';

/** Yjs overflows a page's stack when it deletes something like 3,800 types that lie in each other. */
const OVERFLOWS = 10_000;
const ROUNDS_AT_MOST = 6_000;

let server: CowriteServer;
beforeAll(async () => {
  server = await CowriteServer.start({ args: ['--log-level', 'warn'] });
});
afterAll(() => server.dispose());

type Nested = Y.Array<Nested | string>;

/** One type in the other; `beside` puts a text before each, so that no type is the first in the one that it lies in. */
const nested = (depth: number, beside = false): Y.Doc => {
  const doc = new Y.Doc();
  doc.transact(() => {
    let outer = doc.getArray<Nested | string>('nested');
    for (let level = 0; level < depth; level++) {
      const inner: Nested = new Y.Array();
      outer.insert(0, beside ? ['x', inner] : [inner]);
      outer = inner;
    }
  });
  return doc;
};

/** Loads a document as any page does, and deletes what lies in it. */
const deletesAll = async (url: string): Promise<void> => {
  const client = await WireClient.join(url);
  const all = client.doc.getArray('nested');
  all.delete(0, all.length);
  await client.saved();
  await client.close();
};

test.each([
  ['each the only one in the next', false],
  ['each behind a text', true],
])('R2: types nested deeper than a page can delete are refused in one update, %s', async (name, beside) => {
  const id = `at-once-${beside}`;
  const bystanders = await Bystanders.join(server, id);
  const attacker = await WireClient.join(server.syncUrl(id), new Y.Doc(), { sendsChanges: false });
  attacker.sendUpdate(Y.encodeStateAsUpdate(nested(OVERFLOWS, beside)));
  expect((await attacker.closed).code, name).toBe(CloseCode.badFrame);
  await bystanders.goOn();
  await deletesAll(server.syncUrl(id));
  await bystanders.leave();
});

test('R2: nor do they come in one by one, whoever compacts or restarts meanwhile', async () => {
  const id = 'one-by-one';
  const url = server.syncUrl(id);
  const doc = new Y.Doc();
  /** Nests on until the connection is ended; returns how deep it came. */
  const attack = async (): Promise<number> => {
    const attacker = await WireClient.join(url, doc, { receive: () => undefined });
    let depth = 0;
    let inner = doc.getArray<Nested | string>('nested');
    for (let next = inner.get(0); next instanceof Y.Array; next = inner.get(0)) {
      inner = next;
      depth++;
    }
    for (let round = 0; round < ROUNDS_AT_MOST && attacker.isOpen; round++) {
      const next: Nested = new Y.Array();
      inner.insert(0, [next]);
      inner = next;
      if (round % 100 === 0) await attacker.until(() => attacker.isSaved || !attacker.isOpen, 'what was nested so far');
    }
    expect((await attacker.closed).code).toBe(CloseCode.badFrame);
    return depth;
  };
  await attack();
  const bystanders = await Bystanders.join(server, id);
  await bystanders.goOn();
  await bystanders.leave();
  await server.stop();
  await server.start();
  const newcomer = await WireClient.join(url);
  await newcomer.close();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(newcomer.doc));
  await attack();
  const honest = await WireClient.join(url);
  honest.doc.getArray<Y.Text>('paragraphs').push([new Y.Text('still welcome')]);
  await honest.saved();
  await honest.close();
  await deletesAll(url);
}, 120_000);

test('a long document is none that is nested deep', async () => {
  const url = server.syncUrl('long');
  const writer = await WireClient.join(url);
  const paragraphs = writer.doc.getArray<Y.Text>('paragraphs');
  for (let batch = 0; batch < 10; batch++) {
    paragraphs.push(Array.from({ length: 1_000 }, (_, index) => new Y.Text(`paragraph ${index}`)));
    await writer.saved();
  }
  for (let index = 0; index < 100; index++) paragraphs.push([new Y.Text('one more')]);
  await writer.saved();
  const reader = await WireClient.join(url);
  expect(reader.doc.getArray('paragraphs').length).toBe(10_100);
  await Promise.all([writer.close(), reader.close()]);
});

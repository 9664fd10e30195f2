import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloseCode } from '@cowrite/editor/protocol';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';
import { integrityOf } from './fault-tools.ts';

let server: CowriteServer | null = null;
afterEach(async () => {
  await server?.dispose();
  server = null;
});

const SENTENCE = 'A sentence that a worn disk will change.';

const fileOf = ({ data }: CowriteServer) => join(data, 'cowrite.sqlite');

/** Changes one letter of the sentence wherever the stopped server's file has it; twice brings it back. */
const flip = async (server: CowriteServer): Promise<number> => {
  const bytes = await readFile(fileOf(server));
  let places = 0;
  for (const text of [SENTENCE, SENTENCE.replace('w', 'v')]) {
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
      bytes[at + text.search(/[wv]orn/)] = 0x76 ^ 0x77 ^ (bytes[at + text.search(/[wv]orn/)] ?? 0);
      places++;
    }
    if (places > 0) break;
  }
  await writeFile(fileOf(server), bytes);
  return places;
};

const write = async (url: string, text: string): Promise<void> => {
  const client = await WireClient.join(url);
  client.doc.getText('text').insert(0, text);
  await client.saved();
  await client.close();
};
const read = async (url: string): Promise<string> => {
  const client = await WireClient.join(url);
  await client.close();
  return client.doc.getText('text').toString();
};

test('D7: a document whose bytes are damaged is closed with 4422, whatever is tried; all others work; mended, it is back', async () => {
  server = await CowriteServer.start({ args: ['--log-level', 'warn'] });
  const broken = server.syncUrl('broken');
  await write(broken, SENTENCE);
  await write(server.syncUrl('sound'), 'untouched');
  expect(await server.stop()).toBe(0);
  expect(await flip(server)).toBeGreaterThan(0);
  const damaged = await readFile(fileOf(server));
  await server.start();

  for (let attempt = 0; attempt < 20; attempt++) {
    const doc = new Y.Doc();
    doc.getText('text').insert(0, 'a blank page that must not take its place');
    const client = new WireClient(broken, doc);
    expect((await client.closed).code).toBe(CloseCode.corrupt);
    expect([client.isSynced, client.framesSaved]).toEqual([false, 0]);
  }
  expect(await read(server.syncUrl('sound'))).toBe('untouched');
  await write(server.syncUrl('sound'), 'and written to: ');
  await write(server.syncUrl('new'), 'begun meanwhile');
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);

  expect(await server.stop()).toBe(0);
  expect((await readFile(fileOf(server))).includes('blank page')).toBe(false);
  expect(damaged.includes(SENTENCE)).toBe(false);
  expect(await flip(server)).toBeGreaterThan(0);
  expect(integrityOf(server.data)).toBe('ok');
  await server.start();
  expect(await read(broken)).toBe(SENTENCE);
  expect(await read(server.syncUrl('sound'))).toBe('and written to: untouched');
});

test('a file that is no database is refused at the start, and left as it is', async () => {
  server = await CowriteServer.start();
  await write(server.syncUrl('kept'), 'a word');
  expect(await server.stop()).toBe(0);
  const whole = await readFile(fileOf(server));
  const overwritten = Buffer.concat([Buffer.alloc(4096, 0x5a), whole.subarray(4096)]);
  await writeFile(fileOf(server), overwritten);
  await expect(CowriteServer.start({ data: server.data })).rejects.toThrow(/damaged|no database/);
  expect((await readFile(fileOf(server))).equals(overwritten)).toBe(true);
  await writeFile(fileOf(server), whole);
  await server.start();
  expect(await read(server.syncUrl('kept'))).toBe('a word');
});

test('a second process on the same data refuses to start, saying why, and the first goes on', async () => {
  server = await CowriteServer.start();
  await expect(CowriteServer.start({ data: server.data })).rejects.toThrow(/another|other process|in use/i);
  await write(server.syncUrl('kept'), 'a word');
  expect(await read(server.syncUrl('kept'))).toBe('a word');
});

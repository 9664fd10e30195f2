import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseCode } from '@cowrite/editor/protocol';
import { type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Authorization, AuthorizeRequest } from '../access/authorize.ts';
import { type CollabServer, createCollabServer } from '../collab-server.ts';
import { ByteWriter } from './byte-writer.ts';

/** An answer that is decided on when it is asked for, and told when it is let go. */
interface HeldAnswer {
  readonly documentId: string | null;
  tell(): void;
}

let dir: string;
let store: DocumentStore;
let server: CollabServer;
let port: number;
let annMay: Authorization['role'] | null;
let held: HeldAnswer[];

const OWNER: Authorization = { role: 'owner', user: { id: 'owner' } };

/** The owner is known at once; what Ann may do is looked up slowly. */
const authorize = ({ token, documentId }: AuthorizeRequest): Promise<Authorization | null> | Authorization => {
  if (token === 'owner') return OWNER;
  const answer: Authorization | null = annMay && { role: annMay, user: { id: 'ann' } };
  return new Promise((resolve) => held.push({ documentId, tell: () => resolve(answer) }));
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-race-'));
  store = await openSqliteStore({ dir });
  server = createCollabServer({ store, access: { authorize } });
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port;
  annMay = 'editor';
  held = [];
});

afterEach(async () => {
  await server.close();
  await store.close();
  await rm(dir, { recursive: true });
});

interface Visit {
  readonly closed: Promise<number>;
  readonly frames: Uint8Array[];
}

/** Comes, and writes before it knows whether it may. */
const visit = (documentId: string, token = 'ann'): Visit => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${documentId}?token=${token}`);
  const frames: Uint8Array[] = [];
  const doc = new Y.Doc();
  doc.getText('text').insert(0, `for ${documentId}`);
  socket.on('message', (data: Buffer) => frames.push(data));
  socket.on('open', () => {
    const message = new ByteWriter();
    message.byte(0);
    message.byte(2);
    message.varBytes(Y.encodeStateAsUpdate(doc));
    socket.send(message.take());
  });
  return { frames, closed: new Promise((resolve) => socket.once('close', resolve)) };
};

const answerOf = (documentId: string): Promise<HeldAnswer> =>
  vi.waitFor(() => {
    const at = held.findIndex((answer) => answer.documentId === documentId);
    const [found] = at === -1 ? [] : held.splice(at, 1);
    if (!found) throw new Error(`nobody asked for ${documentId}`);
    return found;
  });

/** The owner says something of Ann; it counts from here on. */
const say = async (documentId: string): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${port}/api/documents/${documentId}/members/ann`, {
    method: 'PUT',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ role: null }),
  });
  expect(response.ok).toBe(true);
};

const textOf = async (documentId: string): Promise<string | null> => {
  const stored = await store.load(documentId);
  if (!stored) return null;
  const doc = new Y.Doc();
  for (const { update } of stored.log) Y.applyUpdate(doc, update);
  return doc.getText('text').toString();
};

/** What the owner writes now is all there is: what came before it would be in by then. */
const expectOnlyOwners = async (documentId: string): Promise<void> => {
  visit(documentId, 'owner');
  await vi.waitFor(async () => expect(await textOf(documentId)).not.toBe(''));
  expect(await textOf(documentId)).toBe(`for ${documentId}`);
};

test('P4: who is shut out while it is looked up whether they may come in stays out', async () => {
  await store.create({ id: 'plan', kind: 'yjs', title: '' });
  const ann = visit('plan');
  const before = await answerOf('plan');
  annMay = null;
  await say('plan');
  before.tell();
  (await answerOf('plan')).tell();
  expect(await ann.closed).toBe(CloseCode.forbidden);
  expect(ann.frames).toEqual([]);
  await expectOnlyOwners('plan');
});

test('P4: who may only read from then on writes nothing, though it was looked up while they might', async () => {
  await store.create({ id: 'plan', kind: 'yjs', title: '' });
  const ann = visit('plan');
  const before = await answerOf('plan');
  annMay = 'viewer';
  await say('plan');
  before.tell();
  (await answerOf('plan')).tell();
  await vi.waitFor(() => expect(ann.frames.length).toBeGreaterThan(0));
  await expectOnlyOwners('plan');
});

test('what was looked up for one document holds for that one, whichever answer comes first', async () => {
  for (const id of ['mine', 'theirs']) await store.create({ id, kind: 'yjs', title: '' });
  visit('mine');
  const mine = await answerOf('mine');
  annMay = 'viewer';
  const reading = visit('theirs');
  const theirs = await answerOf('theirs');
  theirs.tell();
  mine.tell();
  await vi.waitFor(async () => expect(await textOf('mine')).toBe('for mine'));
  await vi.waitFor(() => expect(reading.frames.length).toBeGreaterThan(0));
  await expectOnlyOwners('theirs');
});

import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { type CollabServer, type CollabServerOptions, createCollabServer } from './collab-server.ts';

let dir: string;
let store: DocumentStore;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-library-'));
  store = await openSqliteStore({ dir });
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await store.close();
  await rm(dir, { recursive: true });
});

/** A service in an app of somebody's own, which has pages and rules of its own. */
const mounted = async (options: Partial<CollabServerOptions> = {}): Promise<{ server: CollabServer; base: string }> => {
  const server = createCollabServer({ store, basePath: '/write', ...options });
  const app = new Hono();
  app.get('/', (context) => context.text('my own page'));
  app.route('/', server.app);
  const listener = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', ...server.hosting }) as Server;
  server.guard(listener);
  await new Promise((resolve) => listener.once('listening', resolve));
  ends.push(async () => {
    await server.close();
    listener.closeAllConnections();
    await new Promise((resolve) => listener.close(resolve));
  });
  return { server, base: `http://127.0.0.1:${(listener.address() as AddressInfo).port}` };
};

const joined = async (base: string, id: string, params: Record<string, string> = {}): Promise<Y.Doc> => {
  const doc = new Y.Doc();
  const url = `${base.replace('http', 'ws')}/write/sync`;
  const provider = new WebsocketProvider(url, id, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    params,
  });
  ends.push(async () => provider.destroy());
  if (!provider.synced) await new Promise((resolve) => provider.once('sync', resolve));
  return doc;
};

test('a service is mounted under a path of an app of one’s own, WebSockets and all', async () => {
  const { base } = await mounted();
  expect(await (await fetch(base)).text()).toBe('my own page');
  expect((await fetch(`${base}/write/health`)).status).toBe(200);
  expect((await fetch(`${base}/health`)).status).toBe(404);
  const [ann, bob] = [await joined(base, 'notes'), await joined(base, 'notes')];
  ann.getText('text').insert(0, 'hello');
  await vi.waitFor(() => expect(bob.getText('text').toString()).toBe('hello'));
});

test('a path that is none is refused where it is given', () => {
  expect(() => createCollabServer({ store, basePath: 'write me' })).toThrow(RangeError);
});

test('D10: who may write makes a document by opening it with a kind; who may only read doesn’t', async () => {
  const role = (token: string | null) => (token === 'reader' ? 'viewer' : 'editor');
  const authorize = ({ token }: { token: string | null }) =>
    ({ role: role(token), user: { id: token ?? '' } }) as const;
  const { base } = await mounted({ access: { authorize } });
  await joined(base, 'plan', { kind: 'document', token: 'reader' });
  expect(await store.find('plan')).toBeNull();
  const doc = await joined(base, 'plan', { kind: 'document', token: 'ann' });
  expect(await store.find('plan')).toMatchObject({ kind: 'document', title: '' });
  await vi.waitFor(() => expect(doc.share.size > 0 || doc.store.clients.size > 0).toBe(true));
});

test('code beside the service hears of changes, by whom, and of documents at rest', async () => {
  const onChange = vi.fn(() => {
    throw new Error('not the service’s fault');
  });
  const rested: string[] = [];
  // Not a spy, which would see to the promise itself.
  const onSaved = async ({ documentId }: { documentId: string }) => {
    rested.push(documentId);
    throw new Error('nor is this');
  };
  const told: string[] = [];
  const log = pino({ level: 'error' }, { write: (line) => told.push(line) });
  const authorize = () => ({ role: 'editor', user: { id: 'ann' } }) as const;
  const { base } = await mounted({ onChange, onSaved, log, access: { authorize } });
  const doc = await joined(base, 'notes', { token: 'any' });
  doc.getText('text').insert(0, 'hello');
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledWith({ documentId: 'notes', users: ['ann'] }));
  await vi.waitFor(() => expect(rested).toEqual(['notes']), { timeout: 8_000 });
  doc.getText('text').insert(0, 'more ');
  await vi.waitFor(() => expect(onChange.mock.calls.length).toBeGreaterThan(1));
  for (const what of ['not the service’s fault', 'nor is this']) expect(told.join()).toContain(what);
});

test('code beside the service reads and edits a document in somebody’s name', async () => {
  const onChange = vi.fn();
  const { server, base } = await mounted({ onChange });
  await joined(base, 'plan', { kind: 'document' });
  const plan = server.document('plan');
  const [heading] = await plan.append({ markdown: '# Plan\n\nFirst, **think**.' }, { user: 'robot' });
  expect(onChange).toHaveBeenCalledWith({ documentId: 'plan', users: ['robot'] });
  expect((await plan.markdown()).trim()).toBe('# Plan\n\nFirst, **think**.');
  expect(await plan.html()).toContain('<strong>think</strong>');
  await plan.replace([heading ?? ''], { markdown: '# A better plan' }, { user: 'robot' });
  expect(await plan.text()).toContain('A better plan');
  await expect(server.document('nowhere').text()).rejects.toThrow();
});

import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, connect } from '@cowrite/editor/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { findNginx, type Nginx, startBalancer } from '../harness/nginx.ts';
import { countOf } from '../harness/numbered-writer.ts';
import { Random, seedOf } from '../harness/random.ts';
import { BUILT_MAIN } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';
import { Cluster } from './harness/cluster.ts';

const NODES = 3;
const DOCUMENTS = ['one', 'two', 'three', 'four'];
const WRITE_EVERY_MS = 40;
/** What a deployment waits between two nodes, for whoever has to come back. */
const REST_MS = 1_500;
const SAVED_SOON = { timeout: 60_000, interval: 50 };

let cluster: Cluster;
let nginx: Nginx;

beforeAll(async () => {
  if (findNginx() === null) return;
  cluster = await Cluster.start(NODES, new Random(seedOf('rolling')));
  nginx = await startBalancer(cluster.nodes.map(({ server }) => server.port));
}, 180_000);

afterAll(async () => {
  await nginx?.stop();
  await cluster?.dispose();
});

/** Somebody who writes one number after the other, and whose client is left to find its way. */
class Writer {
  readonly connection: Connection;
  readonly documentId: string;
  readonly name: string;
  /** What their page would have to say beyond "connecting". */
  readonly errors: string[] = [];
  #written = 0;

  constructor(documentId: string, transport: 'http' | 'websocket') {
    this.documentId = documentId;
    this.name = `${documentId} by ${transport}`;
    this.connection = connect(nginx.url, documentId, transport === 'http' ? { transport } : { WebSocket });
    this.connection.status.subscribe((status) => {
      if (status.state === 'closed') this.errors.push(`${this.name} is closed with ${status.code}`);
    });
  }

  get written(): number {
    return this.#written;
  }

  async writeUntil(stopped: () => boolean): Promise<void> {
    for (; !stopped(); await delay(WRITE_EVERY_MS)) {
      this.connection.doc.getArray<number>(this.name).push([++this.#written]);
    }
  }

  saved(): Promise<void> {
    const { saved, status } = this.connection;
    return vi.waitFor(() => {
      const state = { ...saved.value, connection: status.value.state };
      expect(state, this.name).toMatchObject({ state: 'saved' });
    }, SAVED_SOON);
  }
}

test.skipIf(findNginx() === null)(
  'D9: nodes are replaced one after the other while people write: nothing is lost, and nobody sees more than a reconnect',
  {
    timeout: 240_000,
  },
  async () => {
    const writers = DOCUMENTS.flatMap((id) => [new Writer(id, 'websocket'), new Writer(id, 'http')]);
    await Promise.all(writers.map(({ connection }) => connection.whenSynced));
    let isOver = false;
    const writing = writers.map((writer) => writer.writeUntil(() => isOver));
    for (const { server } of cluster.nodes) {
      expect(await server.stop()).toBe(0);
      server.main = BUILT_MAIN;
      await server.start();
      await delay(REST_MS);
    }
    isOver = true;
    await Promise.all(writing);
    await Promise.all(writers.map((writer) => writer.saved()));
    expect(writers.flatMap(({ errors }) => errors)).toEqual([]);
    // Nothing more is sent that could make up for what is missing.
    await Promise.all(writers.map(({ connection }) => connection.destroy()));
    for (const { name, documentId, written } of writers) {
      for (const node of cluster.nodes.keys()) {
        const reader = await WireClient.join(cluster.syncUrl(node, documentId));
        expect(countOf(reader.doc, name), `${name} at node ${node}`).toBe(written);
        await reader.close();
      }
    }
    console.info(`rolled ${NODES} nodes under ${writers.reduce((sum, { written }) => sum + written, 0)} updates`);
  },
);

import { type Connection, connect } from '@cowrite/editor/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type * as Y from 'yjs';
import { findNginx, type Nginx, startBalancer } from '../harness/nginx.ts';
import { Random, seedOf } from '../harness/random.ts';
import { WireClient } from '../harness/wire-client.ts';
import { Cluster } from './harness/cluster.ts';

const NODES = 2;
const DOCUMENTS = Array.from({ length: 12 }, (_, index) => `document-${index}`);

let cluster: Cluster;
let nginx: Nginx;
const connections: Connection[] = [];

const open = (id: string, transport: 'http' | 'websocket'): Connection => {
  const connection = connect(nginx.url, id, transport === 'http' ? { transport } : { WebSocket });
  connections.push(connection);
  return connection;
};

const words = ({ doc }: { doc: Y.Doc }): Y.Text => doc.getText('words');

/** Resolves once `holds`, which is asked after each change of the document. */
const until = (doc: Y.Doc, holds: (text: string) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const check = () => {
      if (!holds(words({ doc }).toString())) return;
      doc.off('update', check);
      resolve();
    };
    doc.on('update', check);
    check();
  });

/** How many connections a node has, over WebSocket and over HTTP. */
const connectionsAt = async (node: number): Promise<number> => {
  const text = await (await fetch(`${cluster.nodes[node]?.server.url}/metrics`)).text();
  return Number(/^cowrite_connections (\d+)/m.exec(text)?.[1]);
};

/** Somebody who writes over HTTP through the balancer, and one who sits at each of the nodes. */
const writeTogether = async (id: string): Promise<void> => {
  const ann = open(id, 'http');
  await ann.whenSynced;
  const direct = await Promise.all([0, 1].map((node) => WireClient.join(cluster.syncUrl(node, id))));
  words(ann).insert(0, 'ann ');
  await Promise.all(direct.map(({ doc }) => until(doc, (text) => text === 'ann ')));
  for (const [node, client] of direct.entries()) {
    words(client).insert(0, `${node} `);
    await until(ann.doc, (text) => text.includes(`${node} `));
  }
  await Promise.all(direct.map((client) => client.close()));
  await ann.destroy();
};

describe.skipIf(findNginx() === null)('nodes behind nginx as the example has it', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    cluster = await Cluster.start(NODES, new Random(seedOf('balancer')));
    nginx = await startBalancer(cluster.nodes.map(({ server }) => server.port));
  }, 120_000);

  afterAll(async () => {
    await Promise.all(connections.map((each) => each.destroy()));
    await nginx?.stop();
    await cluster?.dispose();
  });

  test('H1, H2, H4: what is sent up over HTTP finds the node of its stream, whichever that is', async () => {
    await Promise.all(DOCUMENTS.slice(0, 4).map((id) => writeTogether(id)));
  });

  test('a document’s people share a node, and documents are spread over all', async () => {
    const before = await Promise.all([0, 1].map(connectionsAt));
    const places = new Set<number>();
    for (const id of DOCUMENTS) {
      const people = [open(id, 'websocket'), open(id, 'http')];
      await Promise.all(people.map((each) => each.whenSynced));
      const now = await Promise.all([0, 1].map(connectionsAt));
      const grown = now.map((count, node) => count - (before[node] ?? 0));
      expect(grown.toSorted()).toEqual([0, people.length]);
      places.add(grown.indexOf(people.length));
      before.splice(0, NODES, ...now);
    }
    expect(places.size).toBe(NODES);
  });

  test('a node that is lost is passed over, and what was written there goes on at the other', async () => {
    const pairs = DOCUMENTS.slice(0, 4).map((id) => [open(id, 'websocket'), open(id, 'http')] as const);
    await Promise.all(pairs.flat().map((each) => each.whenSynced));
    const counts = await Promise.all([0, 1].map(connectionsAt));
    await cluster.nodes[counts.indexOf(Math.max(...counts))]?.server.kill();
    for (const [ann, ben] of pairs) {
      words(ann).insert(0, 'Ann ');
      words(ben).insert(0, 'Ben ');
    }
    const hasBoth = (text: string): boolean => text.includes('Ann ') && text.includes('Ben ');
    await Promise.all(pairs.flat().map(({ doc }) => until(doc, hasBoth)));
    // Requests to no document in particular as well.
    for (let left = 10; left > 0; left--) expect((await fetch(`${nginx.url}/ready`)).status).toBe(200);
  });
});

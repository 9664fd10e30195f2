import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SUBPROTOCOL } from '@cowrite/editor/protocol';
import { PROJECT } from './paths.ts';
import { PEER_PACKAGES, peerDir } from './peers.ts';

/** How clients talk to it. */
export type Dialect = 'y-websocket' | 'hocuspocus';

interface Program {
  /** For node: a script and its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A server that can be measured. It prints where it listens. */
export interface Target {
  readonly name: string;
  readonly title: string;
  readonly dialect: Dialect;
  /** Offered in the upgrade; null for none. */
  readonly subprotocol: string | null;
  /** A floor: it forwards frames, and keeps no document. */
  readonly isRelay: boolean;
  readonly isPeer: boolean;
  program(dir: string): Program | Promise<Program>;
  /** Of a document's URL. */
  path(documentId: string): string;
}

/** Where a target's documents are to be reached. */
export interface Endpoint {
  readonly target: Target;
  readonly port: number;
}

export const urlOf = ({ target, port }: Endpoint, documentId: string): string =>
  `ws://127.0.0.1:${port}${target.path(documentId)}`;

const plainPath = (documentId: string): string => `/${documentId}`;

const relay = (name: string, title: string, script: string, env: Record<string, string> = {}): Target => ({
  name,
  title,
  dialect: 'y-websocket',
  subprotocol: null,
  isRelay: true,
  isPeer: false,
  program: () => ({ args: [script], env }),
  path: plainPath,
});

const RELAY = fileURLToPath(new URL('./servers/relay.js', import.meta.url));
const FRAMED_RELAY = fileURLToPath(new URL('./servers/framed-relay.js', import.meta.url));

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

const cowrite: Target = {
  name: 'cowrite',
  title: 'cowrite',
  dialect: 'y-websocket',
  subprotocol: SUBPROTOCOL,
  isRelay: false,
  isPeer: false,
  program: (dir) => ({
    args: [
      process.env.COWRITE_MAIN ?? join(PROJECT, 'collab-server', 'dist', 'program', 'main.js'),
      ...['--port', '0', '--data', dir, '--log-level', 'warn'],
    ],
    env: {},
  }),
  path: (documentId) => `/sync/${documentId}`,
};

const hocuspocus: Target = {
  name: 'hocuspocus',
  title: `Hocuspocus ${PEER_PACKAGES.hocuspocus['@hocuspocus/server']}, SQLite`,
  dialect: 'hocuspocus',
  subprotocol: null,
  isRelay: false,
  isPeer: true,
  program: (dir) => ({
    args: [fileURLToPath(new URL('./servers/hocuspocus.js', import.meta.url))],
    env: { PEER: peerDir('hocuspocus'), DATABASE: join(dir, 'documents.sqlite') },
  }),
  path: () => '/',
};

const yWebsocket: Target = {
  name: 'y-websocket',
  title: `y-websocket-server ${PEER_PACKAGES['y-websocket']['@y/websocket-server']}, LevelDB`,
  dialect: 'y-websocket',
  subprotocol: null,
  isRelay: false,
  isPeer: true,
  program: async (dir) => ({
    args: [join(peerDir('y-websocket'), 'node_modules/@y/websocket-server/src/server.js')],
    env: { PORT: String(await freePort()), HOST: '127.0.0.1', YPERSISTENCE: join(dir, 'leveldb') },
  }),
  path: plainPath,
};

export const TARGETS = [
  cowrite,
  hocuspocus,
  yWebsocket,
  relay('relay', 'floor: bare relay', RELAY),
  relay('relay-framed', 'floor: framed once, one write a turn', FRAMED_RELAY),
  relay('relay-window', 'floor: the same, a write each 5 ms', FRAMED_RELAY, { WINDOW_MS: '5' }),
] as const satisfies readonly Target[];

// Hocuspocus with its SQLite extension on a file, otherwise as it comes. It lies outside the project's dependencies, so
// its types aren't known here.
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

interface HocuspocusServer {
  readonly address: AddressInfo;
  listen(): Promise<unknown>;
}

interface HocuspocusModule {
  readonly Server: new (options: {
    port: number;
    address: string;
    quiet: boolean;
    extensions: readonly unknown[];
  }) => HocuspocusServer;
}

interface SqliteModule {
  readonly SQLite: new (options: { database: string }) => unknown;
}

const { PEER = '', DATABASE = '' } = process.env;
const require = createRequire(join(PEER, 'package.json'));
const { Server } = require('@hocuspocus/server') as HocuspocusModule;
const { SQLite } = require('@hocuspocus/extension-sqlite') as SqliteModule;

const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database: DATABASE })],
});
await server.listen();
console.info(`listening on http://127.0.0.1:${server.address.port}`);

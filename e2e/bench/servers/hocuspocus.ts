// Hocuspocus with its SQLite extension on a file, otherwise as it comes; as one of several nodes with its Redis extension, and
// documents in a table of PostgreSQL. It lies outside the project's dependencies, so
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

interface RedisModule {
  readonly Redis: new (options: { host: string; port: number }) => unknown;
}

interface DatabaseModule {
  readonly Database: new (options: {
    fetch(data: { documentName: string }): Promise<Uint8Array | null>;
    store(data: { documentName: string; state: Uint8Array }): Promise<void>;
  }) => unknown;
}

interface PgModule {
  readonly Pool: new (options: {
    connectionString: string;
  }) => {
    query(sql: string, values?: readonly unknown[]): Promise<{ rows: { state: Uint8Array }[] }>;
  };
}

const { PEER = '', DATABASE = '', COWRITE_DATABASE_URL: postgres, COWRITE_REDIS_URL: redis } = process.env;
const require = createRequire(join(PEER, 'package.json'));
const { Server } = require('@hocuspocus/server') as HocuspocusModule;

const onFile = () => {
  const { SQLite } = require('@hocuspocus/extension-sqlite') as SqliteModule;
  return [new SQLite({ database: DATABASE })];
};

const shared = async (connectionString: string, redisUrl: string) => {
  const { Redis } = require('@hocuspocus/extension-redis') as RedisModule;
  const { Database } = require('@hocuspocus/extension-database') as DatabaseModule;
  const { Pool } = require('pg') as PgModule;
  const pool = new Pool({ connectionString });
  await pool.query('create table if not exists documents (name text primary key, state bytea)');
  const { hostname, port } = new URL(redisUrl);
  return [
    new Redis({ host: hostname, port: Number(port) }),
    new Database({
      fetch: async ({ documentName }) => {
        const { rows } = await pool.query('select state from documents where name = $1', [documentName]);
        return rows[0]?.state ?? null;
      },
      store: async ({ documentName, state }) => {
        const sql = 'insert into documents values ($1, $2) on conflict (name) do update set state = excluded.state';
        await pool.query(sql, [documentName, state]);
      },
    }),
  ];
};

const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  extensions: postgres && redis ? await shared(postgres, redis) : onFile(),
});
await server.listen();
console.info(`listening on http://127.0.0.1:${server.address.port}`);

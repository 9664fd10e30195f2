import { Client } from 'pg';
import { describe } from 'vitest';
import { openPostgresStore } from './postgres-store.ts';

/** For what can't be tested without a PostgreSQL. Where there is none the run says so, and in CI it fails. */
export function describePostgres(name: string, suite: () => void): void {
  describe.skipIf((process.env.COWRITE_TEST_MISSING ?? '').includes('postgres'))(name, suite);
}

/** The address of a PostgreSQL for tests, which the first who asks has started. */
export async function postgresUrl(): Promise<string> {
  const services = process.env.COWRITE_TEST_SERVICES;
  if (!services) throw new Error('No services for tests: they are set up by vitest.config.ts.');
  const response = await fetch(`${services}/postgres`);
  const said = await response.text();
  if (!response.ok) throw new Error(`There is no PostgreSQL to test with: ${said}`);
  return said;
}

export interface Place {
  readonly url: string;
  readonly schema: string;
  /** Removes all that is in it. */
  empty(): Promise<void>;
}

let count = 0;
const free: Place[] = [];

/** A schema with tables and nothing in them. Making one takes long: those that were emptied are used again. */
export async function newPlace(): Promise<Place> {
  return free.pop() ?? (await makePlace());
}

async function makePlace(): Promise<Place> {
  const url = await postgresUrl();
  const schema = `test_${process.pid}_${count++}`;
  await (await openPostgresStore({ url, schema })).close();
  const place: Place = {
    url,
    schema,
    empty: async () => {
      await inDatabase(url, async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `select tablename as name from pg_tables where schemaname = $1 and tablename <> 'migration'`,
          [schema],
        );
        // Not truncate, which writes new files for each.
        const names = rows.map(({ name }) => name).sort((a) => (a === 'version_part' || a === 'reference' ? -1 : 1));
        await client.query(names.map((name) => `delete from "${schema}"."${name}"`).join(';'));
      });
      free.push(place);
    },
  };
  return place;
}

/** Does something as any program could. */
export async function inDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

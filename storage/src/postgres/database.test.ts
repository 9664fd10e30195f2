import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StoreUnavailableError } from '../document-store.ts';
import { Database } from './database.ts';
import { describePostgres, inDatabase, postgresUrl } from './postgres-place.test-helper.ts';

describePostgres('a transaction', () => {
  let url: string;
  let database: Database;

  beforeEach(async () => {
    url = await postgresUrl();
    database = new Database({ url }, { connections: 1, timeout: 5_000 });
  });
  afterEach(() => database.close());

  it('whose connection ends between two of its statements fails, and nothing else does', async () => {
    const transaction = database.transact(async (queries) => {
      const own = await queries.row<{ pid: number }>('select pg_backend_pid() as pid');
      await inDatabase(url, (client) => client.query('select pg_terminate_backend($1)', [own?.pid]));
      await delay(100);
      await queries.run('select 1');
    });
    await expect(transaction).rejects.toThrow(StoreUnavailableError);
    expect(await database.row('select 1 as one')).toEqual({ one: 1 });
  });
});

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

describePostgres('calls', () => {
  const failures: string[] = [];
  const open = async (): Promise<Database> =>
    new Database(
      { url: await postgresUrl() },
      { connections: 1, timeout: 60_000, onFailure: ({ message }) => failures.push(message) },
    );
  const sleep = (seconds: number) => `select pg_sleep(${seconds})`;

  it('that wait for each other longer than for a connection are all done, and a look comes before them', async () => {
    const database = await open();
    const calls = Array.from({ length: 8 }, () => database.run(sleep(0.8)));
    const first = database.runFirst('select').then(() => 'the look');
    expect(await Promise.race([first, calls[3]?.then(() => 'the fourth call')])).toBe('the look');
    await Promise.all(calls);
    expect(failures).toEqual([]);
    await database.close();
  });

  it('that wait for one that hangs are refused, and that is no failure of the server', async () => {
    const database = await open();
    const hanging = database.run(sleep(7));
    await expect(database.run('select')).rejects.toThrow('PostgreSQL has too much to do just now.');
    expect(failures).toEqual([]);
    await hanging;
    await database.run('select');
    await database.close();
  });
});

import { expect, it } from 'vitest';
import { StoreOpenError } from '../document-store.ts';
import { Database } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openDatabase } from './open-database.ts';
import { describePostgres, inDatabase, newPlace, postgresUrl } from './postgres-place.test-helper.ts';
import { openPostgresStore } from './postgres-store.ts';

const USE = { connections: 1, timeout: 10_000 };

async function refusal(url: string, schema?: string): Promise<string> {
  const opening = openPostgresStore(schema === undefined ? { url } : { url, schema });
  const error = await opening.then(
    (store) => store.close().then(() => new Error('It was opened.')),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(StoreOpenError);
  expect(error.message).not.toMatch(/\n|secret/);
  return error.message;
}

describePostgres('opening a database', () => {
  it('says what is wrong with an address, in one line and without its password', async () => {
    const url = await postgresUrl();
    expect(await refusal('data')).toMatch(/looks like postgres:/);
    expect(await refusal('mysql://localhost/db')).toMatch(/looks like postgres:/);
    expect(await refusal('postgres://ann:secret@127.0.0.1:1/db')).toMatch(
      /^The database 127\.0\.0\.1:1\/db can't be opened: PostgreSQL can't be reached: .*ECONNREFUSED/,
    );
    expect(await refusal('postgres://ann:secret@nowhere.invalid/db')).toMatch(/can't be reached: .*nowhere\.invalid/);
    expect(await refusal(url.replace(/postgres$/, 'nowhere'))).toMatch(
      /"nowhere" does not exist\. Make it with createdb/,
    );
    expect(await refusal(url.replace('postgres@', 'stranger:secret@'))).toMatch(/"stranger" .*Check the user/);
    expect(await refusal(url, 'a b"')).toMatch(/no name of a schema/);
  });

  it('is refused where not every letter can be kept, or not every commit', async () => {
    const url = await postgresUrl();
    const database = async (name: string, more: string, setting: string) => {
      await inDatabase(url, (client) => client.query(`create database ${name} template template0 ${more}`));
      await inDatabase(url, (client) => client.query(`alter database ${name} set ${setting}`));
      return url.replace(/postgres$/, name);
    };
    const latin = await database('latin', "encoding 'LATIN1'", 'synchronous_commit = on');
    expect(await refusal(latin)).toMatch(/create it with encoding UTF8/);
    const loose = await database('loose', '', 'synchronous_commit = off');
    expect(await refusal(loose)).toMatch(/synchronous_commit is off .*could be lost/);
  });

  it('by many at once makes its tables once', async () => {
    const url = await postgresUrl();
    const schema = `test_${process.pid}_at_once`;
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgresStore({ url, schema })));
    expect(await stores[0]?.append({ documentId: 'a', update: Uint8Array.of(1), user: null })).toBe(1);
    expect((await stores[5]?.load('a'))?.log).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('of a newer layout works where that can be lived with, and is refused where not', async () => {
    const { url, schema, empty } = await newPlace();
    const store = await openPostgresStore({ url, schema });
    const open = (...more: { sql: string; isBreaking?: boolean }[]) =>
      openDatabase({ url, schema }, USE, [...MIGRATIONS, ...more]).then((database) => database.close());
    const wider = { sql: 'alter table document add column colour text' };
    await open(wider);
    // Who began before goes on, and who is as old may come.
    await store.create({ id: 'a', kind: 'document', title: '' });
    await (await openPostgresStore({ url, schema })).close();
    await open(wider, { sql: 'alter table document rename column title to name', isBreaking: true });
    await expect(openPostgresStore({ url, schema })).rejects.toThrow(/newer version of cowrite .*Install that one/);
    await store.close();
    await inDatabase(url, async (client) => {
      await client.query(`set search_path = "${schema}"; alter table document rename column name to title;
        alter table document drop column colour; delete from migration where version > ${MIGRATIONS.length}`);
    });
    await empty();
  });

  it('takes a step wholly or not at all', async () => {
    const { url, schema, empty } = await newPlace();
    const steps = [...MIGRATIONS, { sql: 'create table half (x integer); select 1 / 0' }];
    await expect(openDatabase({ url, schema }, USE, steps)).rejects.toThrow(/division by zero/);
    const database = new Database({ url, schema }, USE);
    expect(await database.row(`select to_regclass('half') as half`)).toEqual({ half: null });
    await database.close();
    await empty();
  });
});

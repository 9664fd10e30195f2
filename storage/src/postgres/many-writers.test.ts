import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DocumentStore, LogMovedError, StoreUnavailableError } from '../document-store.ts';
import { describePostgres, inDatabase, newPlace, type Place } from './postgres-place.test-helper.ts';
import { openPostgresStore } from './postgres-store.ts';

describePostgres('several processes on one database', () => {
  let place: Place;
  let stores: readonly [DocumentStore, DocumentStore];

  beforeEach(async () => {
    const { url, ...made } = await newPlace();
    place = { ...made, url: `${url}?application_name=${made.schema}` };
    stores = [await openPostgresStore(place), await openPostgresStore(place)];
  });

  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await place.empty();
  });

  const append = (store: DocumentStore, documentId: string, byte = 1, after?: number) =>
    store.append({ documentId, update: Uint8Array.of(byte), user: null, ...(after === undefined ? {} : { after }) });
  const seqsOf = async (store: DocumentStore, id: string) => (await store.load(id))?.log.map(({ seq }) => seq) ?? [];
  const through = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

  it('number the updates of each document together, without gaps, and make it once', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    const calls = Array.from({ length: 400 }, (_, index) => index);
    const given = await Promise.all(
      calls.map(async (index) => {
        const id = ids[(index * 7) % 4] ?? '';
        return [id, await append(index % 2 ? stores[0] : stores[1], id, index & 255)] as const;
      }),
    );
    for (const id of ids) {
      const own = given.filter(([each]) => each === id).map(([, seq]) => seq);
      expect(own.toSorted((a, b) => a - b)).toEqual(through(100));
      expect(await seqsOf(stores[0], id)).toEqual(through(100));
    }
  });

  it('that know a document’s last seq append behind it, and whoever comes second reads what came between', async () => {
    await append(stores[0], 'a', 1);
    const outcomes = await Promise.allSettled(stores.map((store, index) => append(store, 'a', 10 + index, 1)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(LogMovedError) });
    const tail = await stores[1].tail('a', 1);
    expect(tail?.map(({ seq }) => seq)).toEqual([2]);
    expect(await append(stores[1], 'a', 3, 2)).toBe(3);
  });

  it('leave a compaction to whoever took it first, until it is done or its time is over', async () => {
    await append(stores[0], 'a');
    expect(await stores[0].leaseCompaction('a', 60_000)).toBe(true);
    expect(await stores[1].leaseCompaction('a', 60_000)).toBe(false);
    expect(await stores[0].leaseCompaction('a', 60_000)).toBe(true);
    await stores[0].compact('a', { seq: 1, state: new Uint8Array(), summary: new Uint8Array() }, 0);
    expect(await stores[1].leaseCompaction('a', 1)).toBe(true);
    await expect.poll(() => stores[0].leaseCompaction('a', 60_000)).toBe(true);
    expect(await stores[0].leaseCompaction('nowhere', 60_000)).toBe(false);
  });

  it('compact a document once', async () => {
    for (const byte of [1, 2, 3]) await append(stores[0], 'a', byte);
    const state = new Uint8Array(700_000).fill(7);
    const snapshot = () => ({ seq: 3, state: state.slice(), summary: new Uint8Array() });
    const done = await Promise.all(stores.map((store) => store.compact('a', snapshot(), 0)));
    expect(done.sort()).toEqual([false, true]);
    for (const store of stores) {
      const stored = (await store.load('a'))?.snapshot?.state ?? Buffer.of();
      expect(Buffer.compare(stored, state)).toBe(0);
    }
  });

  it('say for one clientID who was first, in one order of locks', async () => {
    await append(stores[0], 'a');
    const claims = (user: string) =>
      Array.from({ length: 50 }, (_, index) => ({ documentId: 'a', client: index, user }));
    await Promise.all([
      stores[0].claimClients(claims('ann')),
      stores[1].claimClients(claims('bo').reverse()),
      stores[0].append({ documentId: 'a', update: Uint8Array.of(), user: 'cy', claimed: through(49) }),
    ]);
    expect(await stores[0].clientOwners('a')).toEqual(await stores[1].clientOwners('a'));
    expect((await stores[0].clientOwners('a')).size).toBe(50);
  });

  it('don’t wait for a document that another holds but with what is appended to that one', async () => {
    await append(stores[0], 'held', 1);
    const other = new Client({ connectionString: place.url });
    await other.connect();
    await other.query(`begin; select from "${place.schema}".document where id = 'held' for update`);
    const late = [append(stores[0], 'held', 2), append(stores[0], 'held', 3)];
    const along = [append(stores[0], 'free', 1), append(stores[0], 'free', 2)];
    let isHeld = true;
    const held = Promise.all(late).then((seqs) => {
      expect(isHeld).toBe(false);
      return seqs;
    });
    expect(await Promise.all(along)).toEqual([1, 2]);
    late.push(append(stores[0], 'held', 4));
    expect(await append(stores[0], 'free', 3)).toBe(3);
    expect(stores[0].failure).toBeNull();
    isHeld = false;
    await other.query('commit');
    await other.end();
    expect(await held).toEqual([2, 3]);
    expect(await late[2]).toBe(4);
    expect((await stores[1].load('held'))?.log.map(({ update }) => update[0])).toEqual([1, 2, 3, 4]);
  });

  it('go on with all other documents while a commit fails with one', async () => {
    const { url, schema } = place;
    await append(stores[0], 'poisoned', 1);
    await inDatabase(url, (client) =>
      client.query(`
        create function "${schema}".poison() returns trigger language plpgsql as $$ begin
          if new.document = (select key from "${schema}".document where id = 'poisoned')
          then raise 'this page is poisoned'; end if;
          return new;
        end $$;
        create trigger poison before insert on "${schema}".log for each row execute function "${schema}".poison()`),
    );
    try {
      const ids = ['a', 'poisoned', 'b', 'poisoned', 'a'];
      const outcomes = await Promise.allSettled(ids.map((id) => append(stores[0], id)));
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect(await append(stores[0], 'a')).toBe(3);
      expect(stores[0].failure).toBeNull();
    } finally {
      await inDatabase(url, (client) => client.query(`drop function "${schema}".poison cascade`));
    }
    expect(await append(stores[0], 'poisoned', 2)).toBe(2);
    expect(await seqsOf(stores[1], 'poisoned')).toEqual([1, 2]);
  });

  it('lose no update that was acknowledged when all their connections are cut off, and need no restart', async () => {
    const acknowledged: number[] = [];
    let refused = 0;
    const cut = async () => {
      for (let time = 0; time < 5; time++) {
        await new Promise((resolve) => setTimeout(resolve, 30));
        await inDatabase(place.url, (client) =>
          client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${place.schema}' and pid <> pg_backend_pid()`,
          ),
        );
      }
    };
    let isCut = false;
    const cutting = cut().then(() => {
      isCut = true;
    });
    for (let number = 0; !isCut || number % 250 !== 0; number++) {
      const update = new Uint8Array(new Uint32Array([number]).buffer);
      try {
        await stores[0].append({ documentId: 'a', update, user: null });
        acknowledged.push(number);
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnavailableError);
        refused++;
      }
    }
    await cutting;
    expect(refused).toBeGreaterThan(0);
    await stores[0].probe();
    expect(stores[0].failure).toBeNull();
    await append(stores[0], 'a');
    const log = (await stores[1].load('a'))?.log ?? [];
    const stored = new Set(log.slice(0, -1).map(({ update }) => new Uint32Array(update.slice().buffer)[0]));
    expect(acknowledged.filter((number) => !stored.has(number))).toEqual([]);
    expect(log.map(({ seq }) => seq)).toEqual(through(log.length));
  });

  it('know that the database refuses writes, and by themselves that it takes them again', async () => {
    const { url, schema } = place;
    await append(stores[0], 'a');
    await inDatabase(url, (client) => client.query(`alter table "${schema}".document rename to hidden`));
    await expect(append(stores[0], 'a')).rejects.toThrow();
    await inDatabase(url, (client) => client.query(`alter table "${schema}".hidden rename to document`));
    expect(await append(stores[0], 'a')).toBe(2);
    await inDatabase(url, (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${place.schema}' and pid <> pg_backend_pid()`,
      ),
    );
    await expect.poll(() => stores[1].failure, { timeout: 10_000 }).toBeNull();
    expect(await append(stores[1], 'a')).toBe(3);
  });
});

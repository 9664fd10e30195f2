import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AssetStore } from '../asset-store.ts';
import { inPieces, readAll } from '../asset-store-contract.ts';
import { type DocumentStore, StoreOpenError } from '../document-store.ts';
import { openPostgresAssetStore } from '../postgres/assets/postgres-asset-store.ts';
import { describePostgres, inDatabase, newPlace, type Place } from '../postgres/postgres-place.test-helper.ts';
import { openPostgresStore } from '../postgres/postgres-store.ts';
import { openSqliteAssetStore } from '../sqlite/assets/sqlite-asset-store.ts';
import { Sqlite } from '../sqlite/driver.ts';
import { openSqliteStore } from '../sqlite/sqlite-store.ts';
import { AROUND } from './copy-tables.ts';
import { MoveError } from './move-error.ts';
import { moveToPostgres } from './move-to-postgres.ts';

const picture = randomBytes(600_000);
const pictureHash = createHash('sha256').update(picture).digest('hex');
const ann = { id: 'ann', name: 'Ann', color: null };
const piece = (byte: number) => {
  const bytes = new Uint8Array(1000).fill(byte);
  return { hash: createHash('sha256').update(bytes).digest(), bytes };
};

describePostgres('moving a folder into a database', () => {
  let dir: string;
  let place: Place;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cowrite-move-'));
    place = await newPlace();
    const [store, assets] = [await openSqliteStore({ dir }), await openSqliteAssetStore({ dir })];
    await fill(store, assets);
    await Promise.all([store.close(), assets.close()]);
  });

  afterEach(async () => {
    await rm(dir, { recursive: true });
    await place.empty();
  });

  it('takes everything along, as it was, and everything goes on from there', async () => {
    const steps = new Set<string>();
    const moved = await moveToPostgres(dir, place, (what) => steps.add(what));
    expect(moved).toEqual({ documents: 4, files: 1, differences: [] });
    expect([...steps]).toEqual(expect.arrayContaining(['documents', 'version_piece', 'asset_part', 'compared']));

    const [before, after] = [await openSqliteStore({ dir }), await openPostgresStore(place)];
    const [oldAssets, assets] = [await openSqliteAssetStore({ dir }), await openPostgresAssetStore(place)];
    expect(await lookAt(after, assets)).toEqual(await lookAt(before, oldAssets));
    expect((await readAll(assets.read('a', pictureHash))).equals(picture)).toBe(true);
    for (const [store, files] of [
      [before, oldAssets],
      [after, assets],
    ] as const) {
      expect(await store.append({ documentId: 'a', update: Uint8Array.of(9), user: 'bo' })).toBe(9);
      const said = await store.comments.addMessage('a', { id: 'm2', author: ann, text: 'more', mentions: [] });
      expect(said.seq).toBeGreaterThan((await store.comments.findMessage('a', 'm1'))?.seq ?? Number.NaN);
      await store.create({ id: 'new', kind: 'board', title: '' });
      await files.put({ documentId: 'new', name: 'x', type: 'x', user: null }, inPieces(Buffer.from('new')));
    }
    await Promise.all([before.close(), after.close(), oldAssets.close(), assets.close()]);
  });

  it('is refused where the database holds something, where a service has the folder, and where there is none', async () => {
    await expect(moveToPostgres(join(dir, 'nowhere'), place)).rejects.toBeInstanceOf(MoveError);
    const open = await openSqliteStore({ dir });
    await expect(moveToPostgres(dir, place)).rejects.toBeInstanceOf(StoreOpenError);
    await open.close();
    const other = await openPostgresStore(place);
    await other.create({ id: 'mine', kind: 'document', title: 'kept' });
    await expect(moveToPostgres(dir, place)).rejects.toThrow(/holds something already/);
    expect((await other.list()).documents.map(({ id }) => id)).toEqual(['mine']);
    await other.close();
  });

  it('leaves nothing behind where a document is damaged', async () => {
    const db = new Sqlite(join(dir, 'cowrite.sqlite'));
    db.exec("update log set bytes = x'00' where position = (select max(position) from log)");
    db.close();
    await expect(moveToPostgres(dir, place)).rejects.toThrow(/damaged.* Nothing was copied/);
    const store = await openPostgresStore(place);
    expect((await store.list()).documents).toEqual([]);
    await store.close();
  });

  it('finds what came out otherwise than it went in', async () => {
    const { url, schema } = place;
    await inDatabase(url, (client) =>
      client.query(`
        create function "${schema}".alter_row() returns trigger language plpgsql as $$ begin
          if tg_table_name = 'log' then new."user" = 'somebody else'; return new; end if;
          if tg_table_name = 'comment' then new.text = new.text || '!'; return new; end if;
          if tg_table_name = 'asset_part' then new.bytes = 'x'; return new; end if;
          return null;
        end $$;
        create trigger t before insert on "${schema}".log for each row execute function "${schema}".alter_row();
        create trigger t before insert on "${schema}".tag for each row execute function "${schema}".alter_row();
        create trigger t before insert on "${schema}".comment for each row execute function "${schema}".alter_row();
        create trigger t before insert on "${schema}".asset_part for each row execute function "${schema}".alter_row()`),
    );
    const { differences } = await moveToPostgres(dir, place);
    await inDatabase(url, (client) => client.query(`drop function "${schema}".alter_row cascade`));
    expect(differences).toEqual([
      ...['a', 'foreign', 'gone'].map((id) => `document ${id} is not the same`),
      'table comment has rows that are not the same',
      'table tag has 0 rows in the place of 2',
      `file ${pictureHash}: Part 0 of the asset is damaged.`,
    ]);
  });

  it('knows every table of a folder', async () => {
    const db = new Sqlite(join(dir, 'cowrite.sqlite'), { readonly: true });
    const present = db.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all();
    db.close();
    // Copied as documents are, or of the file's own.
    const other = ['document', 'recent', 'log', 'snapshot', 'part', 'large_update', 'stray', 'user', 'client', 'probe'];
    const known = new Set([...AROUND.map(({ name }) => name), ...other, 'sqlite_sequence']);
    expect(present.filter((name) => !known.has(name))).toEqual([]);
  });
});

/** Something of everything. */
async function fill(store: DocumentStore, assets: AssetStore): Promise<void> {
  await store.create({
    id: 'a',
    kind: 'document',
    title: 'Über a\0b',
    update: Uint8Array.of(1),
    user: 'ann',
    claimed: [7],
  });
  await store.create({ id: 'empty', kind: 'board', title: 'Ä' });
  for (let byte = 2; byte <= 7; byte++) {
    await store.append({
      documentId: 'a',
      update: Uint8Array.of(byte),
      user: byte % 2 ? null : 'bo',
      recovered: [byte],
    });
  }
  await store.compact('a', { seq: 3, state: new Uint8Array(700_000).fill(5), summary: Uint8Array.of(6) }, 0);
  await store.append({ documentId: 'a', update: new Uint8Array(900_000).fill(8), user: 'ann' });
  await store.append({ documentId: 'foreign', update: new Uint8Array(), user: null });
  await store.append({ documentId: 'gone', update: Uint8Array.of(1), user: null });
  await store.trash('gone');
  const link = {
    id: 'secret',
    documentId: 'a',
    role: 'editor',
    label: '',
    password: 'p',
    createdBy: null,
    expiresAt: 5,
  };
  await store.access.addLink(link);
  await store.access.setMember('a', 'bo', null);
  await store.thumbnails.putThumbnail('empty', { type: 'image/png', bytes: Uint8Array.of(1, 2) });
  const comment = { id: 'c1', author: ann, text: 'Why, @Bo?', mentions: [{ id: 'bo', name: 'Bo' }] };
  await store.comments.addThread({ id: 't', documentId: 'a', target: '{}', quote: 'q', comment });
  await store.comments.addReply('a', 't', { ...comment, id: 'c2', text: '因为' });
  await store.comments.resolveThread('a', 't', ann);
  await store.comments.addMessage('a', { ...comment, id: 'm1' });
  await store.comments.setReadMarks('a', 'bo', { threads: { t: 1 } });
  await store.library.setTags('a', ['z', 'b']);
  await store.library.setTemplate('empty', true);
  await store.library.setFavourite('a', 'ann', true);
  await store.library.noteVisit('a', null, 77);
  await store.programs.addKey({
    id: 'k',
    hash: 'h',
    label: 'l',
    user: 'u',
    name: 'n',
    documents: '*',
    scopes: ['read'],
    createdBy: null,
    expiresAt: null,
  });
  await store.programs.beginAnswer({ owner: 'o', id: 'i', fingerprint: 'f', at: 5 }, 0);
  await store.programs.setValues([{ documentId: 'a', name: 'price', value: '1.5', at: 3, staleAfter: null }]);
  const version = {
    documentId: 'a',
    seq: 3,
    at: 4,
    name: null,
    cause: 'quiet',
    createdBy: null,
    assets: [pictureHash, '"'],
  };
  await store.past.addVersion({ ...version, id: 'v1', pieces: [piece(1), piece(2), piece(1)] });
  await store.past.addVersion({ ...version, id: 'v2', name: 'two', assets: [], pieces: [piece(2)] });
  await store.past.addTrail('a', {
    after: 0,
    seq: 3,
    authors: [{ user: 'ann', inserted: 1, deleted: 0 }],
    bytes: picture,
  });
  await store.past.notePeople([{ ...ann, picture: null }]);
  await assets.put({ documentId: 'a', name: 'cat.png', type: 'image/png', user: 'ann' }, inPieces(picture));
  await assets.share('a', 'empty');
}

/** All that a store says of what `fill` made. */
async function lookAt({ access, comments, library, past, programs, thumbnails }: DocumentStore, assets: AssetStore) {
  return {
    link: await access.findLink('secret'),
    member: await access.findMember('a', 'bo'),
    thumbnail: await thumbnails.findThumbnail('empty'),
    threads: await comments.listThreads('a'),
    messages: await comments.listMessages('a'),
    marks: await comments.readMarks('a', 'bo'),
    shelves: await library.marks(['a', 'empty'], 'ann'),
    tags: await library.tags(),
    recent: await library.shelf({ name: 'recent', user: null }, { offset: 0, limit: 9 }),
    keys: await programs.listKeys(),
    answer: await programs.beginAnswer({ owner: 'o', id: 'i', fingerprint: 'f', at: 5 }, 0),
    values: await programs.listValues('a'),
    versions: await past.listVersions('a'),
    version: (await past.loadVersion('a', 'v1'))?.pieces.map(([first]) => first),
    shown: (await past.versionAssets('a')).sort(),
    trails: (await past.trails('a', 0, 9)).map(({ seq, authors }) => ({ seq, authors })),
    people: await past.findPeople(['ann']),
    holders: await assets.holders(''),
    file: await assets.find('empty', pictureHash),
    totals: await assets.totals(),
  };
}

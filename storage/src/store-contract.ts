import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeComments } from './comment-contract.ts';
import type { DocumentStore } from './document-store.ts';
import {
  DocumentDeletedError,
  DocumentExistsError,
  DocumentMissingError,
  LogMovedError,
  StoreUnavailableError,
} from './document-store.ts';
import { describeLibrary } from './library-store-contract.ts';
import { describePrograms } from './program-store-contract.ts';
import { runAgainstModel, storeSteps } from './store-model.ts';
import { describeVersions } from './version-store-contract.ts';

/** Somewhere a store keeps its data: it can be opened, closed and opened again. */
export interface StorePlace {
  open(): Promise<DocumentStore>;
  /** Removes the data, after the store is closed. */
  remove(): Promise<void>;
}

/** What every store has to do, whatever it is made of. `newPlace` gives an empty place. */
export function describeStore(name: string, newPlace: () => Promise<StorePlace>): void {
  describe(`${name} keeps the contract of a document store`, () => {
    let place: StorePlace;
    let store: DocumentStore;

    beforeEach(async () => {
      place = await newPlace();
      store = await place.open();
    });

    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    async function reopen(): Promise<void> {
      await store.close();
      store = await place.open();
    }

    const append = (documentId: string, ...bytes: number[]) =>
      store.append({ documentId, update: Uint8Array.from(bytes), user: null });

    const logOf = async (id: string) => (await store.load(id))?.log.map(({ seq, update }) => [seq, ...update]);

    describe('documents', () => {
      it('are found as they were made, also after reopening', async () => {
        const before = Date.now();
        const made = await store.create({ id: 'a', kind: 'board', title: 'Plan B' });
        expect(made).toMatchObject({ id: 'a', kind: 'board', title: 'Plan B', deletedAt: null });
        expect(made.createdAt).toBeGreaterThanOrEqual(before);
        expect(made.changedAt).toBe(made.createdAt);
        expect(await store.find('a')).toEqual(made);
        await reopen();
        expect(await store.find('a')).toEqual(made);
      });

      it('begin with their first update in the same step', async () => {
        await store.create({ id: 'a', kind: 'document', title: '', update: Uint8Array.of(7), user: 'ann' });
        expect((await store.load('a'))?.log).toMatchObject([{ seq: 1, update: Uint8Array.of(7), user: 'ann' }]);
        expect(await append('a', 8)).toBe(2);
      });

      it('are not made over one that exists, in the trash or out of it', async () => {
        await store.create({ id: 'a', kind: 'document', title: 'first', update: Uint8Array.of(1) });
        const again = { id: 'a', kind: 'board', title: 'second', update: Uint8Array.of(2) } as const;
        await expect(store.create(again)).rejects.toBeInstanceOf(DocumentExistsError);
        await store.trash('a');
        await expect(store.create(again)).rejects.toBeInstanceOf(DocumentExistsError);
        expect(await store.find('a')).toMatchObject({ kind: 'document', title: 'first' });
        expect(await logOf('a')).toEqual([[1, 1]]);
      });

      it('that nobody made are null or an error that says so', async () => {
        expect(await store.find('nowhere')).toBeNull();
        expect(await store.load('nowhere')).toBeNull();
        const snapshot = { seq: 0, state: Uint8Array.of(), summary: Uint8Array.of() };
        await expect(store.rename('nowhere', 'x')).rejects.toBeInstanceOf(DocumentMissingError);
        await expect(store.trash('nowhere')).rejects.toBeInstanceOf(DocumentMissingError);
        await expect(store.restore('nowhere')).rejects.toBeInstanceOf(DocumentMissingError);
        await expect(store.compact('nowhere', snapshot, 0)).rejects.toBeInstanceOf(DocumentMissingError);
        expect(await store.find('nowhere')).toBeNull();
      });

      it('have any id and title, byte for byte', async () => {
        const odd = ['', "'; drop table document; --", '__proto__', '\u00e9', 'e\u0301', 'A', 'a', '🦉'.repeat(500)];
        for (const id of odd) await store.create({ id, kind: 'document', title: `title of ${id}` });
        for (const [index, id] of odd.entries()) await append(id, index);
        for (const [index, id] of odd.entries()) {
          expect(await store.find(id)).toMatchObject({ id, title: `title of ${id}` });
          expect(await logOf(id)).toEqual([[1, index]]);
        }
      });

      it('are renamed, which counts as a change', async () => {
        const { changedAt } = await store.create({ id: 'a', kind: 'document', title: 'old' });
        await clockPast(changedAt);
        const renamed = await store.rename('a', 'new');
        expect(renamed.title).toBe('new');
        expect(renamed.changedAt).toBeGreaterThan(changedAt);
        await reopen();
        expect(await store.find('a')).toEqual(renamed);
      });
    });

    describe('the trash', () => {
      it('refuses updates and gives the document back whole', async () => {
        await append('a', 1);
        const { deletedAt } = await store.trash('a');
        expect(deletedAt).toBeGreaterThan(0);
        await expect(append('a', 2)).rejects.toBeInstanceOf(DocumentDeletedError);
        expect(await logOf('a')).toEqual([[1, 1]]);
        expect((await store.restore('a')).deletedAt).toBeNull();
        expect(await append('a', 3)).toBe(2);
        expect(await logOf('a')).toEqual([
          [1, 1],
          [2, 3],
        ]);
      });

      it('keeps the time of the first move, and restoring a live document changes nothing', async () => {
        const made = await store.create({ id: 'a', kind: 'document', title: '' });
        expect(await store.restore('a')).toEqual(made);
        const { deletedAt } = await store.trash('a');
        await clockPast(deletedAt ?? 0);
        expect((await store.trash('a')).deletedAt).toBe(deletedAt);
      });

      it("doesn't hold up the others of a commit", async () => {
        await append('gone', 1);
        await store.trash('gone');
        const outcomes = await Promise.allSettled([append('a', 1), append('gone', 2), append('b', 1), append('a', 2)]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
        expect(await logOf('a')).toEqual([
          [1, 1],
          [2, 2],
        ]);
        expect(store.failure).toBeNull();
      });
    });

    describe('appending', () => {
      it('begins a document that nobody made, as kind yjs', async () => {
        expect(await append('new', 1)).toBe(1);
        expect(await store.find('new')).toMatchObject({ kind: 'yjs', title: '', deletedAt: null });
      });

      it('counts each document 1, 2, 3 … in the order of the calls, however they interleave', async () => {
        const ids = Array.from({ length: 20 }, (_, index) => `doc-${index}`);
        const calls = Array.from({ length: 2000 }, (_, index) => ids[(index * 7919) % ids.length] ?? '');
        const given = await Promise.all(calls.map((id, index) => append(id, index & 255, index >> 8)));
        for (const id of ids) {
          const indexes = calls.flatMap((call, index) => (call === id ? [index] : []));
          expect(indexes.map((index) => given[index])).toEqual(indexes.map((_, position) => position + 1));
          expect(await logOf(id)).toEqual(indexes.map((index, position) => [position + 1, index & 255, index >> 8]));
        }
      });

      it('resolves with what load then returns, also while calls of other kinds go on', async () => {
        for (let round = 0; round < 20; round++) {
          const seq = append('a', round);
          const [loaded] = await Promise.all([seq.then(() => store.load('a')), store.list(), append('b', round)]);
          expect(loaded?.log.at(-1)).toMatchObject({ seq: await seq, update: Uint8Array.of(round) });
        }
      });

      it('keeps who wrote and when', async () => {
        const before = Date.now();
        await store.append({ documentId: 'a', update: Uint8Array.of(1), user: 'ann' });
        await store.append({ documentId: 'a', update: Uint8Array.of(2), user: null });
        await store.append({ documentId: 'a', update: Uint8Array.of(3), user: '' });
        await store.append({ documentId: 'a', update: Uint8Array.of(4), user: 'ann' });
        await reopen();
        const log = (await store.load('a'))?.log ?? [];
        expect(log.map(({ user }) => user)).toEqual(['ann', null, '', 'ann']);
        for (const { at } of log) expect(at).toBeGreaterThanOrEqual(before);
      });

      it('takes empty, large and partial byte arrays, and leaves them to the caller', async () => {
        const whole = Uint8Array.from({ length: 64 }, (_, index) => index);
        const large = new Uint8Array(5_000_000).map((_, index) => index % 251);
        const updates = [new Uint8Array(), whole.subarray(10, 20), Buffer.from('pooled'), large];
        await Promise.all(updates.map((update) => store.append({ documentId: 'a', update, user: null })));
        expect(whole.byteLength).toBe(64);
        expect(large.byteLength).toBe(5_000_000);
        await reopen();
        const log = (await store.load('a'))?.log ?? [];
        const same = log.map(({ update }, index) => Buffer.compare(update, updates[index] ?? Buffer.of(0)) === 0);
        expect(same).toEqual([true, true, true, true]);
      });

      it('shares a commit among what comes together', async () => {
        await append('a', 0);
        const { commits, rows, bytes } = store.stats;
        await Promise.all(Array.from({ length: 300 }, (_, index) => append(`doc-${index % 3}`, 1, 2)));
        expect(store.stats.rows - rows).toBe(300);
        expect(store.stats.bytes - bytes).toBe(600);
        expect(store.stats.commits - commits).toBeLessThan(10);
        expect(store.stats.commitMs).toBeGreaterThan(0);
      });

      it('shows in changedAt at once', async () => {
        const { changedAt } = await store.create({ id: 'a', kind: 'document', title: '' });
        await clockPast(changedAt);
        await append('a', 1);
        const changed = (await store.find('a'))?.changedAt;
        expect(changed).toBeGreaterThan(changedAt);
        expect((await store.list()).documents[0]?.changedAt).toBe(changed);
        expect((await store.load('a'))?.meta.changedAt).toBe(changed);
        await reopen();
        expect((await store.find('a'))?.changedAt).toBe(changed);
      });
    });

    describe('loading', () => {
      it('hands out byte arrays on buffers of their own', async () => {
        await append('a', 1, 1);
        await append('a', 2, 2, 2);
        await append('a', 3);
        await store.compact('a', { seq: 1, state: Uint8Array.of(1, 2), summary: Uint8Array.of(3) }, 0);
        const { snapshot, log } = (await store.load('a')) ?? {};
        const arrays = [snapshot?.state, snapshot?.summary, ...(log ?? []).map(({ update }) => update)];
        for (const array of arrays) expect(array?.buffer.byteLength).toBe(array?.byteLength);
        expect(new Set(arrays.map((array) => array?.buffer)).size).toBe(4);
      });

      it('answers many at once', async () => {
        for (let index = 0; index < 50; index++) await append(`doc-${index}`, index);
        const loaded = await Promise.all(Array.from({ length: 100 }, (_, index) => store.load(`doc-${index}`)));
        expect(loaded.map((document) => document?.log[0]?.update[0])).toEqual(
          Array.from({ length: 100 }, (_, index) => (index < 50 ? index : undefined)),
        );
      });
    });

    describe('appending behind a seq', () => {
      const behind = (after: number, byte: number, documentId = 'a') =>
        store.append({ documentId, update: Uint8Array.of(byte), user: null, after });

      it('stores what is the next row, and refuses all that was to come behind what is not', async () => {
        expect(await behind(0, 1)).toBe(1);
        const appends = [behind(1, 2), behind(1, 9), behind(2, 9), append('a', 3), behind(2, 9), behind(0, 1, 'b')];
        expect(
          (await Promise.allSettled(appends)).map((each) => ('value' in each ? each.value : each.reason.name)),
        ).toEqual([2, 'LogMovedError', 'LogMovedError', 3, 'LogMovedError', 1]);
        expect(await behind(3, 4)).toBe(4);
        expect(await logOf('a')).toEqual([1, 2, 3, 4].map((seq) => [seq, seq]));
        expect(store.failure).toBeNull();
      });

      it('makes no document where something should be before it', async () => {
        await expect(behind(1, 1)).rejects.toBeInstanceOf(LogMovedError);
        expect(await store.find('a')).toBeNull();
      });
    });

    describe('the tail', () => {
      it('has what is behind a seq, until compaction has taken it', async () => {
        for (const byte of [1, 2, 3, 4]) await append('a', byte);
        const tail = async (after: number) =>
          (await store.tail('a', after))?.map(({ seq, update }) => [seq, ...update]);
        expect(await tail(2)).toEqual([
          [3, 3],
          [4, 4],
        ]);
        expect(await tail(4)).toEqual([]);
        expect(await tail(5)).toBeUndefined();
        await store.compact('a', { seq: 3, state: Uint8Array.of(), summary: Uint8Array.of() }, 0);
        expect(await tail(3)).toEqual([[4, 4]]);
        expect(await tail(2)).toBeUndefined();
        expect(await store.tail('nowhere', 0)).toBeNull();
      });
    });

    it('tells the last seq of many documents at once, and which are in the trash', async () => {
      await append('a', 1);
      await append('a', 2);
      await store.compact('a', { seq: 2, state: Uint8Array.of(), summary: Uint8Array.of() }, 0);
      await append('b', 1);
      await store.create({ id: 'new', kind: 'document', title: '' });
      await append('gone', 1);
      await store.trash('gone');
      const seqs = await store.lastSeqs(['a', 'nowhere', 'gone', 'b', 'new']);
      expect(Object.fromEntries(seqs)).toEqual({ a: 2, b: 1, new: 0, gone: null });
    });

    describe('compaction', () => {
      const snapshot = (seq: number, state = Uint8Array.of(seq)) => ({ seq, state, summary: Uint8Array.of(100 + seq) });

      beforeEach(async () => {
        for (const byte of [1, 2, 3, 4]) await append('a', byte);
      });

      it('puts a snapshot in the place of the rows through its seq, and the log goes on after it', async () => {
        expect(await store.compact('a', snapshot(3), 0)).toBe(true);
        for (const round of ['now', 'reopened']) {
          const loaded = await store.load('a');
          expect(loaded?.snapshot, round).toMatchObject(snapshot(3));
          expect(loaded?.log, round).toMatchObject([{ seq: 4, update: Uint8Array.of(4) }]);
          await reopen();
        }
        expect(await append('a', 5)).toBe(5);
      });

      it('of the whole log leaves none of it, and the count goes on', async () => {
        expect(await store.compact('a', snapshot(4), 0)).toBe(true);
        expect(await logOf('a')).toEqual([]);
        await reopen();
        expect(await append('a', 5)).toBe(5);
        expect(await logOf('a')).toEqual([[5, 5]]);
      });

      it('changes nothing where another was faster', async () => {
        const [first, second] = await Promise.all([
          store.compact('a', snapshot(2), 0),
          store.compact('a', { ...snapshot(3), state: Uint8Array.of(99) }, 0),
        ]);
        expect([first, second]).toEqual([true, false]);
        expect((await store.load('a'))?.snapshot).toMatchObject(snapshot(2));
        expect(await logOf('a')).toEqual([
          [3, 3],
          [4, 4],
        ]);
        expect(await store.compact('a', snapshot(4), 2)).toBe(true);
      });

      it('through an update that is not there, or before the snapshot there is, is a mistake', async () => {
        await expect(store.compact('a', snapshot(5), 0)).rejects.toBeInstanceOf(RangeError);
        await store.compact('a', snapshot(3), 0);
        await expect(store.compact('a', snapshot(2), 3)).rejects.toBeInstanceOf(RangeError);
        expect((await store.load('a'))?.snapshot?.seq).toBe(3);
      });

      it('takes states of any size, one after the other', async () => {
        let replaces = 0;
        for (const size of [0, 1, 262_143, 262_144, 262_145, 3_000_000, 10]) {
          const state = new Uint8Array(size).map((_, index) => (index * 31 + size) % 256);
          const kept = state.slice();
          expect(await store.compact('a', { seq: 4, state, summary: new Uint8Array() }, replaces)).toBe(true);
          replaces = 4;
          expect(Buffer.compare((await store.load('a'))?.snapshot?.state ?? Buffer.of(1), kept)).toBe(0);
        }
      });

      it('lets appends go on, to the same document too', async () => {
        const state = new Uint8Array(4_000_000).fill(1);
        let done = false;
        const compacting = store.compact('a', snapshot(4, state), 0).finally(() => {
          done = true;
        });
        let appended = 0;
        while (!done) expect(await append('a', ++appended)).toBe(4 + appended);
        expect(await compacting).toBe(true);
        expect((await logOf('a'))?.length).toBe(appended);
      });

      it('works on a document in the trash', async () => {
        await store.trash('a');
        expect(await store.compact('a', snapshot(4), 0)).toBe(true);
        expect((await store.restore('a')).deletedAt).toBeNull();
        expect((await store.load('a'))?.snapshot?.seq).toBe(4);
      });
    });

    describe('clientIDs', () => {
      const update = Uint8Array.of(1);
      const ann = { user: 'ann', recoveredBy: null };

      it('are whose update claimed them first, for good', async () => {
        await store.append({ documentId: 'a', update, user: 'ann', claimed: [7, 2 ** 53 - 1] });
        await store.append({ documentId: 'a', update, user: 'bo', claimed: [7, 8] });
        await store.append({ documentId: 'b', update, user: 'bo', claimed: [7] });
        await store.claimClients([
          { documentId: 'a', client: 8, user: 'ann' },
          { documentId: 'a', client: 9, user: 'ann' },
        ]);
        const bo = { user: 'bo', recoveredBy: null };
        for (const round of ['now', 'reopened', 'compacted']) {
          const owners = await store.clientOwners('a');
          expect([...owners], round).toEqual([
            [7, ann],
            [8, bo],
            [9, ann],
            [2 ** 53 - 1, ann],
          ]);
          expect((await store.load('a'))?.owners, round).toEqual(owners);
          expect([...(await store.clientOwners('b'))], round).toEqual([[7, bo]]);
          await reopen();
          if (round === 'now') continue;
          await store.compact('a', { seq: 2, state: Uint8Array.of(), summary: Uint8Array.of() }, 0);
        }
      });

      it('are claimed with a first or a large update too', async () => {
        await store.create({ id: 'a', kind: 'document', title: '', update, user: 'ann', claimed: [1] });
        await store.append({ documentId: 'a', update: new Uint8Array(1_000_000), user: 'ann', claimed: [2] });
        expect([...(await store.clientOwners('a'))]).toEqual([
          [1, ann],
          [2, ann],
        ]);
      });

      it('are claimed by nobody where nobody is told apart, or nothing is there', async () => {
        await store.append({ documentId: 'a', update, user: null, claimed: [1] });
        await store.claimClients([{ documentId: 'nowhere', client: 1, user: 'ann' }]);
        expect([...(await store.clientOwners('a'))]).toEqual([]);
        expect([...(await store.clientOwners('nowhere'))]).toEqual([]);
        expect(await store.find('nowhere')).toBeNull();
      });

      it('are not claimed by an update that is refused', async () => {
        await store.append({ documentId: 'a', update, user: 'ann' });
        await store.trash('a');
        await expect(store.append({ documentId: 'a', update, user: 'bo', claimed: [1] })).rejects.toThrow();
        expect([...(await store.clientOwners('a'))]).toEqual([]);
      });

      it('that came in a recovery say so, and are still to be claimed', async () => {
        await store.append({ documentId: 'a', update, user: 'bo', claimed: [2] });
        await store.append({ documentId: 'a', update, user: 'ann', recovered: [1, 2] });
        expect([...(await store.clientOwners('a'))]).toEqual([
          [1, { user: null, recoveredBy: 'ann' }],
          [2, { user: 'bo', recoveredBy: 'ann' }],
        ]);
        await store.claimClients([{ documentId: 'a', client: 1, user: 'cy' }]);
        await store.claimClients([{ documentId: 'a', client: 1, user: 'ann' }]);
        expect((await store.clientOwners('a')).get(1)).toEqual({ user: 'cy', recoveredBy: 'ann' });
      });
    });

    describe('the list', () => {
      it('goes through all documents in pages, newest change first', async () => {
        const ids = Array.from({ length: 23 }, (_, index) => `doc-${index}`);
        for (const id of ids) await store.create({ id, kind: 'document', title: id });
        await clockPast(Date.now());
        await append('doc-7', 1);
        await clockPast(Date.now());
        await store.rename('doc-3', 'renamed');
        for (const limit of [1, 5, 23, 200]) {
          const listed = await listAll(store, limit);
          expect(listed.slice(0, 2)).toEqual(['doc-3', 'doc-7']);
          expect([...listed].sort()).toEqual([...ids].sort());
        }
        const { documents } = await store.list({ limit: 200 });
        const times = documents.map(({ changedAt }) => changedAt);
        expect(times).toEqual([...times].sort((a, b) => b - a));
      });

      it('has no page after the last', async () => {
        for (const id of ['a', 'b', 'c', 'd']) await append(id, 1);
        const first = await store.list({ limit: 2 });
        const second = await store.list({ limit: 2, cursor: first.next ?? '' });
        expect([first.documents.length, second.documents.length, second.next]).toEqual([2, 2, null]);
        expect((await store.list({ deleted: true })).documents).toEqual([]);
      });

      it('has fifty to a page unless told', async () => {
        await Promise.all(Array.from({ length: 60 }, (_, index) => append(`doc-${index}`, 1)));
        expect((await store.list()).documents.length).toBe(50);
      });

      it('shows the trash apart', async () => {
        for (const id of ['a', 'b', 'c']) await append(id, 1);
        await store.trash('b');
        expect((await listAll(store, 1)).sort()).toEqual(['a', 'c']);
        expect((await store.list({ deleted: true })).documents.map(({ id }) => id)).toEqual(['b']);
        await store.restore('b');
        expect((await listAll(store, 2)).sort()).toEqual(['a', 'b', 'c']);
      });

      it('finds titles by a part of them, in either case, page by page', async () => {
        const titles = [
          'Minutes of May',
          'minutes of June',
          'Plans',
          '100% _sure_',
          'Überblick',
          'ÜBER UNS',
          '会议记录',
        ];
        for (const [index, title] of titles.entries())
          await store.create({ id: `doc-${index}`, kind: 'document', title });
        await append('doc-0', 1);
        const find = async (title: string, limit = 50) =>
          (await store.list({ title, limit })).documents.map((each) => each.title).sort();
        expect(await find('MINUTES')).toEqual(['Minutes of May', 'minutes of June']);
        expect(await find('über')).toEqual(['ÜBER UNS', 'Überblick']);
        expect(await find('会议')).toEqual(['会议记录']);
        expect(await find('%')).toEqual(['100% _sure_']);
        expect(await find('_s')).toEqual(['100% _sure_']);
        expect(await find("'")).toEqual([]);
        const first = await store.list({ title: 'of', limit: 1 });
        const second = await store.list({ title: 'of', limit: 1, cursor: first.next ?? '' });
        expect([...first.documents, ...second.documents].map(({ id }) => id).sort()).toEqual(['doc-0', 'doc-1']);
        await store.trash('doc-1');
        expect(await find('minutes')).toEqual(['Minutes of May']);
        expect((await store.list({ title: 'minutes', deleted: true })).documents.map(({ id }) => id)).toEqual([
          'doc-1',
        ]);
      });

      it('shows no document twice when others change between two pages', async () => {
        for (let index = 0; index < 12; index++)
          await store.create({ id: `doc-${index}`, kind: 'document', title: '' });
        const first = await store.list({ limit: 6 });
        await clockPast(Date.now());
        await append(first.documents[5]?.id ?? '', 1);
        const second = await store.list({ limit: 6, cursor: first.next ?? '' });
        const ids = [...first.documents, ...second.documents].map(({ id }) => id);
        expect(new Set(ids).size).toBe(12);
      });

      it('refuses a limit or cursor that makes no sense', async () => {
        for (const limit of [0, 201, 1.5, Number.NaN]) {
          await expect(store.list({ limit })).rejects.toBeInstanceOf(RangeError);
        }
        for (const cursor of ['', 'x', '1.2.3', "1.1' or 1=1"]) {
          await expect(store.list({ cursor })).rejects.toBeInstanceOf(RangeError);
        }
      });
    });

    describe('closing', () => {
      it('commits what was appended, and can be asked twice', async () => {
        const appends = Array.from({ length: 100 }, (_, index) => append('a', index));
        await Promise.all([store.close(), store.close()]);
        expect(await Promise.all(appends)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
        store = await place.open();
        expect((await logOf('a'))?.length).toBe(100);
      });

      it('finishes a compaction that was asked for', async () => {
        await append('a', 1);
        const state = new Uint8Array(2_000_000);
        const compacted = store.compact('a', { seq: 1, state, summary: new Uint8Array() }, 0);
        await store.close();
        expect(await compacted).toBe(true);
        store = await place.open();
        expect((await store.load('a'))?.snapshot?.state.byteLength).toBe(2_000_000);
      });

      it('refuses every call after it, clearly', async () => {
        await store.close();
        const snapshot = { seq: 0, state: Uint8Array.of(), summary: Uint8Array.of() };
        const calls = [
          append('a', 1),
          store.create({ id: 'a', kind: 'document', title: '' }),
          store.find('a'),
          store.list(),
          store.rename('a', ''),
          store.trash('a'),
          store.restore('a'),
          store.load('a'),
          store.clientOwners('a'),
          store.claimClients([]),
          store.compact('a', snapshot, 0),
          store.probe(),
        ];
        for (const outcome of await Promise.allSettled(calls)) {
          expect(outcome).toEqual({ status: 'rejected', reason: new StoreUnavailableError('The store is closed.') });
        }
      });
    });

    it('probes by writing, and has no failure while that works', async () => {
      await store.probe();
      expect(store.failure).toBeNull();
    });

    it('is equal to a plain model of itself, over any sequence of calls and reopenings', async () => {
      await fc.assert(
        fc.asyncProperty(storeSteps, async (steps) => {
          const fresh = await newPlace();
          try {
            await runAgainstModel(fresh, steps);
          } finally {
            await fresh.remove();
          }
        }),
        { numRuns: 25 },
      );
    });

    describeVersions({ store: () => store, reopen });
    describeLibrary({ store: () => store, reopen });
    describePrograms({ store: () => store, reopen });

    describe('links', () => {
      const link = {
        id: 'secret',
        documentId: 'a',
        role: 'editor',
        label: 'for the team',
        password: null,
        createdBy: 'ann',
        expiresAt: null,
      };

      it('are found as they were made, also after reopening, and listed in their order', async () => {
        await store.create({ id: 'a', kind: 'document', title: '' });
        const made = await store.access.addLink(link);
        expect(made).toMatchObject({ ...link, revokedAt: null });
        await store.access.addLink({ ...link, id: 'another', password: 'hash', expiresAt: 5 });
        await reopen();
        expect(await store.access.findLink('secret')).toEqual(made);
        expect((await store.access.listLinks('a')).map(({ id }) => id)).toEqual(['secret', 'another']);
        expect(await store.access.listLinks('b')).toEqual([]);
        expect(await store.access.findLink('unknown')).toBeNull();
      });

      it('change in what is given, and stay when they end', async () => {
        await store.create({ id: 'a', kind: 'document', title: '' });
        await store.access.addLink(link);
        const changed = await store.access.changeLink('secret', { role: 'viewer', revokedAt: 7 });
        expect(changed).toMatchObject({ ...link, role: 'viewer', revokedAt: 7 });
        expect(await store.access.findLink('secret')).toEqual(changed);
        expect(await store.access.changeLink('unknown', { role: 'viewer' })).toBeNull();
      });

      it('need their document, and an id of their own', async () => {
        await expect(store.access.addLink(link)).rejects.toThrow(DocumentMissingError);
        await store.create({ id: 'a', kind: 'document', title: '' });
        await store.access.addLink(link);
        await expect(store.access.addLink(link)).rejects.toThrow();
      });
    });

    describeComments({ store: () => store, reopen });

    describe('members', () => {
      it('have what was last said of them in that document', async () => {
        await store.create({ id: 'a', kind: 'document', title: '' });
        await store.create({ id: 'b', kind: 'document', title: '' });
        expect(await store.access.findMember('a', 'ann')).toBeNull();
        await store.access.setMember('a', 'ann', 'viewer');
        const said = await store.access.setMember('a', 'ann', null);
        await reopen();
        expect(await store.access.findMember('a', 'ann')).toEqual(said);
        expect(said.role).toBeNull();
        expect(await store.access.findMember('b', 'ann')).toBeNull();
        await expect(store.access.setMember('c', 'ann', 'viewer')).rejects.toThrow(DocumentMissingError);
      });
    });

    describe('thumbnails', () => {
      it('are the last that was put, also after reopening, and their time is in the lists', async () => {
        const { changedAt } = await store.create({ id: 'a', kind: 'board', title: '' });
        await store.create({ id: 'b', kind: 'board', title: '' });
        expect(await store.thumbnails.findThumbnail('a')).toBeNull();
        const first = await store.thumbnails.putThumbnail('a', { type: 'image/png', bytes: Uint8Array.of(1) });
        const at = await store.thumbnails.putThumbnail('a', { type: 'image/webp', bytes: Uint8Array.of(2, 3) });
        expect(at).toBeGreaterThan(first);
        await reopen();
        const thumbnail = { type: 'image/webp', bytes: Uint8Array.of(2, 3), at };
        expect(await store.thumbnails.findThumbnail('a')).toEqual(thumbnail);
        expect(await store.thumbnails.findThumbnail('b')).toBeNull();
        expect(await store.find('a')).toMatchObject({ thumbnailAt: at, changedAt });
        expect((await store.list()).documents.map(({ thumbnailAt }) => thumbnailAt)).toEqual([null, at]);
      });

      it('need their document', async () => {
        const thumbnail = { type: 'image/png', bytes: Uint8Array.of(1) };
        await expect(store.thumbnails.putThumbnail('nowhere', thumbnail)).rejects.toThrow(DocumentMissingError);
        expect(await store.thumbnails.findThumbnail('nowhere')).toBeNull();
      });
    });
  });
}

async function listAll(store: DocumentStore, limit: number): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await store.list(cursor === undefined ? { limit } : { limit, cursor });
    ids.push(...page.documents.map(({ id }) => id));
    cursor = page.next;
  }
  return ids;
}

/** Waits for the clock to show a later millisecond. */
async function clockPast(time: number): Promise<void> {
  while (Date.now() <= time) await new Promise((resolve) => setImmediate(resolve));
}

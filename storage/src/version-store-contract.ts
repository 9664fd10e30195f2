import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DocumentStore } from './document-store.ts';
import { DocumentMissingError } from './document-store.ts';
import type { NewVersion } from './version-store.ts';

interface Opened {
  /** The store as it is open now. */
  store(): DocumentStore;
  reopen(): Promise<void>;
}

/** What every store has to do with a document's past. */
export function describeVersions({ store, reopen }: Opened): void {
  const piece = (bytes: Uint8Array) => ({ hash: createHash('sha256').update(bytes).digest(), bytes });
  const pieces = (...fill: number[]) => fill.map((byte) => piece(new Uint8Array(1000).fill(byte)));
  const version = (id: string, change: Partial<NewVersion> = {}): NewVersion => ({
    documentId: 'a',
    id,
    seq: 1,
    at: 5,
    name: null,
    cause: 'quiet',
    createdBy: null,
    pieces: pieces(1, 2),
    assets: [],
    ...change,
  });
  const stateOf = async (id: string) => (await store().past.loadVersion('a', id))?.pieces.map(([first]) => first);

  describe('versions', () => {
    beforeEach(async () => {
      await store().create({ id: 'a', kind: 'document', title: '' });
      await store().create({ id: 'b', kind: 'document', title: '' });
    });

    it('are found as they were added, also after reopening, and only in their document', async () => {
      const added = await store().past.addVersion(version('v1', { name: 'First draft', createdBy: 'ann' }));
      expect(added).toEqual({
        documentId: 'a',
        id: 'v1',
        seq: 1,
        at: 5,
        name: 'First draft',
        cause: 'quiet',
        createdBy: 'ann',
        size: 2000,
      });
      await reopen();
      expect(await store().past.findVersion('a', 'v1')).toEqual({ ...added, authors: [] });
      expect(await store().past.newestVersion('a')).toEqual(added);
      expect((await store().past.loadVersion('a', 'v1'))?.version).toEqual(added);
      expect((await store().past.loadVersion('a', 'v1'))?.pieces).toEqual(pieces(1, 2).map(({ bytes }) => bytes));
      expect(await store().past.findVersion('b', 'v1')).toBeNull();
      expect(await store().past.loadVersion('b', 'v1')).toBeNull();
      expect(await store().past.newestVersion('b')).toBeNull();
    });

    it('need their document and an id of their own, and leave nothing where they are refused', async () => {
      await expect(store().past.addVersion(version('v1', { documentId: 'nowhere' }))).rejects.toThrow(
        DocumentMissingError,
      );
      await store().past.addVersion(version('v1'));
      await expect(store().past.addVersion(version('v1', { pieces: pieces(9) }))).rejects.toThrow();
      expect(await stateOf('v1')).toEqual([1, 2]);
      expect((await store().past.listVersions('a')).versions).toHaveLength(1);
    });

    it('share pieces, and removing one takes none that another has', async () => {
      await store().past.addVersion(version('v1', { pieces: pieces(1, 2, 1) }));
      await store().past.addVersion(version('v2', { pieces: pieces(2, 3) }));
      await store().past.addVersion(version('v3', { documentId: 'b', pieces: pieces(3) }));
      await store().past.removeVersions('a', ['v1', 'unknown']);
      expect(await stateOf('v1')).toBeUndefined();
      expect(await stateOf('v2')).toEqual([2, 3]);
      await store().past.removeVersions('a', ['v2', 'v3']);
      expect((await store().past.loadVersion('b', 'v3'))?.pieces).toHaveLength(1);
      await reopen();
      expect((await store().past.listVersions('a')).versions).toEqual([]);
    });

    it('have states of any size, and appends go on meanwhile', async () => {
      const large = Array.from({ length: 100 }, (_, index) => piece(new Uint8Array(40_000).fill(index)));
      let done = false;
      const adding = store()
        .past.addVersion(version('large', { pieces: large }))
        .finally(() => {
          done = true;
        });
      let appended = 0;
      while (!done) await store().append({ documentId: 'b', update: Uint8Array.of(++appended), user: null });
      expect((await adding).size).toBe(4_000_000);
      await store().past.addVersion(version('none', { pieces: [] }));
      expect(await stateOf('large')).toEqual(large.map((_, index) => index));
      expect(await stateOf('none')).toEqual([]);
    });

    it('are listed newest first, page by page, and by name alone', async () => {
      for (const seq of [1, 2, 3, 4, 5]) {
        await store().past.addVersion(version(`v${seq}`, { seq, name: seq % 2 === 0 ? `name ${seq}` : null }));
      }
      await store().past.addVersion(version('again', { seq: 5 }));
      const first = await store().past.listVersions('a', { limit: 4 });
      const second = await store().past.listVersions('a', { limit: 4, cursor: first.next ?? '' });
      expect(first.versions.map(({ id }) => id)).toEqual(['again', 'v5', 'v4', 'v3']);
      expect(second.versions.map(({ id }) => id)).toEqual(['v2', 'v1']);
      expect(second.next).toBeNull();
      const named = await store().past.listVersions('a', { named: true });
      expect(named.versions.map(({ id }) => id)).toEqual(['v4', 'v2']);
      expect((await store().past.newestVersion('a'))?.id).toBe('again');
      for (const query of [{ limit: 0 }, { limit: 201 }, { cursor: 'x' }, { cursor: "1.1' or 1=1" }]) {
        await expect(store().past.listVersions('a', query)).rejects.toBeInstanceOf(RangeError);
      }
    });

    it('get and lose a name', async () => {
      await store().past.addVersion(version('v1'));
      expect((await store().past.nameVersion('a', 'v1', 'Sent to the printer'))?.name).toBe('Sent to the printer');
      await reopen();
      expect((await store().past.nameVersion('a', 'v1', null))?.name).toBeNull();
      expect(await store().past.nameVersion('b', 'v1', 'x')).toBeNull();
    });

    it('say which assets they show', async () => {
      await store().past.addVersion(version('v1', { assets: ['f00d', 'beef'] }));
      await store().past.addVersion(version('v2', { assets: ['beef'] }));
      expect((await store().past.versionAssets('a')).sort()).toEqual(['beef', 'f00d']);
      await store().past.removeVersions('a', ['v1']);
      expect(await store().past.versionAssets('a')).toEqual(['beef']);
      expect(await store().past.versionAssets('nowhere')).toEqual([]);
    });
  });

  describe('trails', () => {
    const ann = { user: 'ann', inserted: 3, deleted: 1 };
    const nobody = { user: null, inserted: 1, deleted: 0 };
    const append = (byte: number, user: string | null = 'ann') =>
      store().append({ documentId: 'a', update: Uint8Array.of(byte), user });

    it('go on where the one before ends, and say who wrote between two versions', async () => {
      for (const byte of [1, 2, 3, 4]) await append(byte);
      const { past } = store();
      expect(await past.addTrail('a', { after: 0, seq: 2, authors: [ann], bytes: Uint8Array.of(7) })).toBe(true);
      expect(await past.addTrail('a', { after: 2, seq: 3, authors: [ann, nobody], bytes: Uint8Array.of(8) })).toBe(
        true,
      );
      await past.addVersion(version('v1', { seq: 2 }));
      await past.addVersion(version('v2', { seq: 3 }));
      expect(await past.addTrail('a', { after: 3, seq: 4, authors: [nobody], bytes: Uint8Array.of(9) })).toBe(true);
      await reopen();
      expect((await store().past.trails('a', 0, 3)).map(({ seq, bytes: [first] }) => [seq, first])).toEqual([
        [2, 7],
        [3, 8],
      ]);
      const { versions, since } = await store().past.listVersions('a');
      expect(versions.map(({ authors }) => authors)).toEqual([[ann, nobody], [ann]]);
      expect(since).toEqual([nobody]);
      expect((await store().past.findVersion('a', 'v1'))?.authors).toEqual([ann]);
      expect((await store().past.nameVersion('a', 'v2', 'Second'))?.authors).toEqual([ann, nobody]);
      await store().past.removeVersions('a', ['v1']);
      const both = [{ user: 'ann', inserted: 6, deleted: 2 }, nobody];
      expect((await store().past.listVersions('a')).versions[0]?.authors).toEqual(both);
    });

    it('are put in the place of shorter ones, and of nothing else', async () => {
      for (const byte of [1, 2, 3, 4]) await append(byte);
      const { past } = store();
      const trail = (after: number, seq: number) =>
        past.addTrail('a', { after, seq, authors: [], bytes: Uint8Array.of(seq) });
      expect(await trail(0, 1)).toBe(true);
      expect(await trail(1, 3)).toBe(true);
      expect(await trail(1, 4)).toBe(true);
      expect((await past.trails('a', 0, 9)).map(({ seq }) => seq)).toEqual([1, 4]);
      expect(await trail(1, 3), 'one goes further').toBe(false);
      expect(await trail(3, 5), 'none ends there').toBe(false);
      expect(await trail(4, 4), 'covers nothing').toBe(false);
      expect((await past.trails('a', 0, 9)).map(({ seq }) => seq)).toEqual([1, 4]);
      await expect(past.addTrail('nowhere', { after: 0, seq: 1, authors: [], bytes: Uint8Array.of() })).rejects.toThrow(
        DocumentMissingError,
      );
    });

    it('are missing for the rows after them that compaction has left', async () => {
      for (const byte of [1, 2, 3, 4]) await append(byte, byte % 2 ? 'ann' : 'bob');
      const { past } = store();
      const rows = async () => (await past.untrailed('a'))?.log.map(({ seq, user }) => [seq, user]);
      expect(await rows()).toHaveLength(4);
      await past.addTrail('a', { after: 0, seq: 2, authors: [], bytes: Uint8Array.of() });
      expect(await past.untrailed('a')).toMatchObject({ seq: 2 });
      expect(await rows()).toEqual([
        [3, 'ann'],
        [4, 'bob'],
      ]);
      await store().compact('a', { seq: 3, state: Uint8Array.of(), summary: Uint8Array.of() }, 0);
      expect(await rows()).toEqual([[4, 'bob']]);
      expect(await past.untrailed('nowhere')).toBeNull();
    });
  });

  describe('people', () => {
    it('are remembered as they were last noted', async () => {
      const person = { id: 'ann', name: 'Ann', color: '#ff0000', picture: null };
      await store().past.notePeople([person, { ...person, id: 'bob', name: 'Bob', color: null }]);
      await store().past.notePeople([{ ...person, name: 'Anna' }]);
      await reopen();
      const found = await store().past.findPeople(['ann', 'bob', 'unknown']);
      expect(found.map(({ id, name, color }) => [id, name, color])).toEqual([
        ['ann', 'Anna', '#ff0000'],
        ['bob', 'Bob', null],
      ]);
    });
  });
}

import { beforeEach, describe, expect, it } from 'vitest';
import { DocumentMissingError, type DocumentStore } from './document-store.ts';
import type { Shelf } from './library-store.ts';

interface Opened {
  /** The store as it is open now. */
  store(): DocumentStore;
  reopen(): Promise<void>;
}

/** What every store has to do for the order of documents. */
export function describeLibrary({ store, reopen }: Opened): void {
  const library = () => store().library;
  const shelf = (shelf: Shelf, offset = 0, limit = 50) => library().shelf(shelf, { offset, limit });
  const marks = async (id: string, user: string | null = 'ann') => (await library().marks([id], user))[0];

  describe('the library', () => {
    beforeEach(async () => {
      for (const id of ['a', 'b', 'c']) await store().create({ id, kind: 'document', title: id });
    });

    it('keeps tags, favourites and templates, also after reopening', async () => {
      await library().setTags('a', ['work', 'Älteres', 'work']);
      await library().setTemplate('a', true);
      await library().setFavourite('a', 'ann', true);
      await library().setFavourite('b', null, true);
      await reopen();
      expect(await library().marks(['b', 'none', 'a'], 'ann')).toEqual([
        { documentId: 'b', tags: [], template: false, favourite: false },
        { documentId: 'a', tags: ['work', 'Älteres'], template: true, favourite: true },
      ]);
      expect((await marks('b', null))?.favourite).toBe(true);
      expect((await marks('a', 'bo'))?.favourite).toBe(false);
      await library().setTags('a', []);
      await library().setTemplate('a', false);
      await library().setFavourite('a', 'ann', false);
      expect(await marks('a')).toEqual({ documentId: 'a', tags: [], template: false, favourite: false });
    });

    it('has a shelf for each tag, and counts what lies on it outside the trash', async () => {
      await library().setTags('a', ['x', 'y']);
      await library().setTags('b', ['x']);
      await library().setTags('c', ['x']);
      await store().trash('c');
      expect(await library().tags()).toEqual([
        { tag: 'x', documents: 2 },
        { tag: 'y', documents: 1 },
      ]);
      expect((await shelf({ name: 'tag', tag: 'x' })).sort()).toEqual(['a', 'b']);
      await store().restore('c');
      expect(await shelf({ name: 'tag', tag: 'x' })).toHaveLength(3);
      expect(await shelf({ name: 'tag', tag: 'X' })).toEqual([]);
    });

    it('knows what each person opened last, and where a visit is noted again', async () => {
      await library().noteVisit('a', 'ann', 1);
      await library().noteVisit('b', 'ann', 2);
      await library().noteVisit('c', 'bo', 3);
      expect(await shelf({ name: 'recent', user: 'ann' })).toEqual(['b', 'a']);
      await library().noteVisit('a', 'ann', 4);
      expect(await shelf({ name: 'recent', user: 'ann' })).toEqual(['a', 'b']);
      expect(await shelf({ name: 'recent', user: 'ann' }, 1, 1)).toEqual(['b']);
      expect(await shelf({ name: 'recent', user: null })).toEqual([]);
      await store().trash('a');
      expect(await shelf({ name: 'recent', user: 'ann' })).toEqual(['b']);
    });

    it('has shelves of favourites and of templates', async () => {
      await library().setFavourite('b', 'ann', true);
      await library().setTemplate('c', true);
      expect(await shelf({ name: 'favourites', user: 'ann' })).toEqual(['b']);
      expect(await shelf({ name: 'favourites', user: 'bo' })).toEqual([]);
      expect(await shelf({ name: 'templates' })).toEqual(['c']);
      await expect(shelf({ name: 'templates' }, 0, 0)).rejects.toBeInstanceOf(RangeError);
      await expect(shelf({ name: 'templates' }, -1)).rejects.toBeInstanceOf(RangeError);
    });

    it('rejects what names no document', async () => {
      const missing = DocumentMissingError;
      await expect(library().setTags('none', ['x'])).rejects.toBeInstanceOf(missing);
      await expect(library().setTemplate('none', true)).rejects.toBeInstanceOf(missing);
      await expect(library().setFavourite('none', 'ann', true)).rejects.toBeInstanceOf(missing);
      await expect(library().noteVisit('none', 'ann', 1)).rejects.toBeInstanceOf(missing);
    });
  });
}

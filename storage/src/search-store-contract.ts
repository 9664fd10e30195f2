import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailableError } from './document-store.ts';
import { type Excerpt, LONGEST_QUERY, LONGEST_TEXT, type SearchStore } from './search-store.ts';

/** Somewhere a store keeps its index: it can be opened, closed and opened again. */
export interface SearchPlace {
  open(): Promise<SearchStore>;
  /** Removes the data, after the store is closed. */
  remove(): Promise<void>;
}

/** What every search store has to do, whatever it is made of. `newPlace` gives an empty place. */
export function describeSearchStore(name: string, newPlace: () => Promise<SearchPlace>): void {
  describe(`${name} keeps the contract of a search store`, () => {
    let place: SearchPlace;
    let store: SearchStore;

    beforeEach(async () => {
      place = await newPlace();
      store = await place.open();
    });

    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    const put = (documentId: string, text: string, { title = '', changedAt = 1 } = {}) =>
      store.put([{ documentId, changedAt, title, text }]);
    const find = (query: string) => store.find(query, { offset: 0, limit: 50 });
    const linesOf = async (query: string, documentId: string) =>
      ((await store.excerpts(query, documentId))?.lines ?? []).map(marked);

    it('finds what was put, until something else takes its place, also after reopening', async () => {
      await put('a', 'The tide comes in twice a day.');
      expect(await find('tide')).toEqual(['a']);
      await put('a', 'The moon pulls the water.');
      expect(await find('tide')).toEqual([]);
      await store.close();
      store = await place.open();
      expect(await find('moon')).toEqual(['a']);
    });

    it('is kept in step by the process that has been at it', async () => {
      expect(await store.lead(60_000)).toBe(true);
      expect(await store.lead(60_000)).toBe(true);
    });

    it('takes many at once', async () => {
      const entries = ['a', 'b', 'c'].map((id) => ({ documentId: id, changedAt: 1, title: id, text: `tide of ${id}` }));
      await store.put(entries);
      expect((await find('tide')).sort()).toEqual(['a', 'b', 'c']);
      await store.put([]);
      expect(await store.indexed(['c', 'd'])).toEqual([1, null]);
    });

    it.each([
      ['ti', 'the beginning of a word'],
      ['TIDE', 'another case'],
      ['pêcheur', 'accents'],
      ['pecheur', 'no accents'],
      ['tide pech', 'several words, in any order'],
      ['fishermen title', 'words of title and text together'],
      ['don’t', 'what stands between the parts of a word'],
      ['42', 'numbers'],
    ])('%s is found: %s', async (query) => {
      await put('a', 'Pêcheur and tide.\nWe don’t wait for 42 fishermen', { title: 'A title' });
      await put('b', 'nothing of that');
      expect(await find(query)).toEqual(['a']);
    });

    it.each(['ide', 'tide moon', 'tidal', '🦉', '" OR text:', 'tide NOT'])('%s is not found', async (query) => {
      await put('a', 'the tide');
      expect(await find(query)).toEqual([]);
    });

    it.each([
      '协',
      '作',
      '辑',
      '协作',
      '作编',
      '编辑',
      '协作编辑',
      '共同 文档',
      'lexical 编辑',
      '編集',
      'データ',
      '한국',
    ])('%s is found, where words are not set apart', async (query) => {
      await put('a', '我们共同编写文档：协作编辑，用 Lexical。\n日本語の編集とデータベース。 한국어 문서');
      await put('b', '没有关系');
      expect(await find(query)).toEqual(['a']);
    });

    it('does not find characters that stand apart as if they were neighbours', async () => {
      await put('a', '协调工作');
      expect(await find('协作')).toEqual([]);
    });

    it('puts a match in a title first, and the later change first among equals', async () => {
      await put('text', 'tide', { title: 'moon', changedAt: 9 });
      await put('old', 'sun', { title: 'tide', changedAt: 1 });
      await put('new', 'sun', { title: 'tide', changedAt: 2 });
      expect(await find('tide')).toEqual(['new', 'old', 'text']);
      expect(await store.find('tide', { offset: 1, limit: 1 })).toEqual(['old']);
      expect(await store.find('tide', { offset: 3, limit: 1 })).toEqual([]);
    });

    it('shows the lines that say most, with what matches marked in title and text', async () => {
      const text = 'The tide.\nNothing here\nÉbb and tide, tide!\ntidal moon\nEbbing slowly';
      await put('a', text, { title: 'On Tides' });
      expect(await linesOf('tide ebb', 'a')).toEqual(['The [tide].', '[Ébb] and [tide], [tide]!']);
      expect(marked((await store.excerpts('tide', 'a'))?.title)).toBe('On [Tide]s');
      expect(await linesOf('moon', 'a')).toEqual(['tidal [moon]']);
      await put('b', '我们共同编写文档');
      expect(await linesOf('编写', 'b')).toEqual(['我们共同[编写]文档']);
      expect(await store.excerpts('tide', 'nowhere')).toBeNull();
    });

    it('cuts long lines around the first match, and parts no character', async () => {
      await put('a', `${'word '.repeat(200)}needle ${'🦉'.repeat(300)}`);
      const [line = ''] = await linesOf('needle', 'a');
      expect(line).toMatch(/^…(?:word )+\[needle\] 🦉+…$/u);
      expect(line.length).toBeLessThan(200);
    });

    it('says when what it knows is from', async () => {
      await put('a', 'x', { changedAt: 1_234_567_890_123 });
      await put('b', 'y', { changedAt: 5 });
      expect(await store.indexed(['b', 'nowhere', 'a'])).toEqual([5, null, 1_234_567_890_123]);
    });

    it('leaves out what is beyond the longest text, and refuses longer queries', async () => {
      await put('a', `begin ${'x '.repeat(LONGEST_TEXT / 2)} end`);
      expect(await find('begin')).toEqual(['a']);
      expect(await find('end')).toEqual([]);
      await expect(find('q'.repeat(LONGEST_QUERY + 1))).rejects.toBeInstanceOf(RangeError);
      await expect(store.find('q', { offset: 0, limit: 0 })).rejects.toBeInstanceOf(RangeError);
      await expect(store.find('q', { offset: -1, limit: 5 })).rejects.toBeInstanceOf(RangeError);
    });

    it('takes no calls once it is closed', async () => {
      await store.close();
      await store.close();
      await expect(find('a')).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(put('a', 'b')).rejects.toBeInstanceOf(StoreUnavailableError);
    });
  });
}

/** With brackets around what is marked. */
function marked(excerpt: Excerpt | undefined): string {
  let text = '';
  let at = 0;
  for (const [start, end] of excerpt?.marks ?? []) {
    text += `${excerpt?.text.slice(at, start)}[${excerpt?.text.slice(start, end)}]`;
    at = end;
  }
  return text + (excerpt?.text.slice(at) ?? '');
}

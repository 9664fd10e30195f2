import { randomUUID } from 'node:crypto';
import { excerptsIn, expectQuery, storedText } from '../../search/stored-text.ts';
import { wordsOf } from '../../search/words.ts';
import type { Excerpts, SearchEntry } from '../../search-store.ts';
import type { Database } from '../database.ts';
import { queryOf, vectorsOf } from './lexemes.ts';

/** What the thread does when called. */
export interface SearchOperations {
  put(entries: readonly SearchEntry[]): Promise<void>;
  indexed(documentIds: readonly string[]): Promise<(number | null)[]>;
  lead(milliseconds: number): Promise<boolean>;
  find(query: string, offset: number, limit: number): Promise<string[]>;
  excerpts(query: string, documentId: string): Promise<Excerpts | null>;
  close(): Promise<void>;
}

export function createSearchOperations(database: Database): SearchOperations {
  const name = randomUUID();

  async function put(entries: readonly SearchEntry[]): Promise<void> {
    const prepared = entries.map(({ documentId, changedAt, title, text }) => {
      const { indexed, packed } = storedText(text);
      const vectors = [...vectorsOf(title, 'A'), ...vectorsOf(indexed, '')];
      return [documentId, changedAt, title, packed, vectors] as const;
    });
    // In one order, so that two processes never wait for each other.
    prepared.sort(([a], [b]) => (a < b ? -1 : 1));
    await database.transact(async (queries) => {
      for (const entry of prepared) await queries.run('select put_search_entry_1($1, $2, $3, $4, $5)', entry);
    });
  }

  async function indexed(documentIds: readonly string[]): Promise<(number | null)[]> {
    const rows = await database.rows<{ changed_at: number | null }>(
      `select changed_at from unnest($1::text[]) with ordinality as asked (document, place)
       left join search_entry using (document) order by place`,
      [documentIds],
    );
    return rows.map(({ changed_at }) => changed_at);
  }

  async function lead(milliseconds: number): Promise<boolean> {
    const lease = await database.row(
      `insert into index_lease as lease (holder, until) values ($1, now_ms() + $2)
       on conflict ((true)) do update set holder = excluded.holder, until = excluded.until
         where lease.holder = excluded.holder or lease.until <= now_ms()
       returning holder`,
      [name, milliseconds],
    );
    return lease !== null && lease !== undefined;
  }

  async function close(): Promise<void> {
    try {
      await database.run('delete from index_lease where holder = $1', [name]);
    } finally {
      await database.close();
    }
  }

  async function find(query: string, offset: number, limit: number): Promise<string[]> {
    const terms = wordsOf(expectQuery(query)).map(queryOf);
    if (terms.length === 0) return [];
    const all = terms.map((_, index) => `key in (select entry from search_part where words @@ $${index + 4}::tsquery)`);
    const rows = await database.rows<{ document: string }>(
      `select document from search_entry, lateral (
         select sum(ts_rank(words, $1::tsquery, 1)) as rank from search_part
         where entry = search_entry.key and words @@ $1::tsquery
       ) as ranked
       where ${all.join(' and ')} order by rank desc, changed_at desc limit $2 offset $3`,
      [terms.join(' | '), limit, offset, ...terms],
    );
    return rows.map(({ document }) => document);
  }

  async function excerpts(query: string, documentId: string): Promise<Excerpts | null> {
    expectQuery(query);
    const row = await database.row<{ title: string; text: Buffer }>(
      'select title, text from search_entry where document = $1',
      [documentId],
    );
    return excerptsIn(query, row);
  }

  return { put, indexed, lead, find, excerpts, close };
}

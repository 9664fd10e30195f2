import { excerptsIn, expectQuery, storedText } from '../../search/stored-text.ts';
import { indexable, pairsOf, type Word, wordsOf } from '../../search/words.ts';
import type { Excerpts, SearchEntry } from '../../search-store.ts';
import type { OwnFile } from '../own-file.ts';
import type { SearchOperations } from './search-messages.ts';
import { Unwritten } from './unwritten.ts';

interface EntryRow {
  readonly title: string;
  readonly text: Uint8Array;
}

/** What the thread answers to calls, on an open file. */
export function createSearchOperations(file: OwnFile): SearchOperations {
  const statements = prepare(file.db);
  // In one transaction: each makes a segment of the index, and these have to be merged in time.
  const unwritten = new Unwritten((entries) => file.write(() => entries.forEach(writeOne)));

  function writeOne({ documentId, changedAt, title, text }: SearchEntry): void {
    const { indexed, packed } = storedText(text);
    const known = statements.key.get(documentId)?.key;
    if (known !== undefined) statements.forget.run(known);
    const key = known ?? Number(statements.insert.run(documentId).lastInsertRowid);
    statements.update.run(changedAt, title, packed, key);
    statements.index.run(key, indexable(title), indexable(indexed));
  }

  function find(query: string, offset: number, limit: number): string[] {
    const words = wordsOf(expectQuery(query));
    if (words.length === 0) return [];
    unwritten.write();
    return statements.find.all(words.map(termOf).join(' AND '), limit, offset).map(({ document }) => document);
  }

  function indexedAt(documentId: string): number | null {
    return unwritten.get(documentId)?.changedAt ?? statements.changedAt.get(documentId)?.changed_at ?? null;
  }

  function excerpts(query: string, documentId: string): Excerpts | null {
    expectQuery(query);
    unwritten.write();
    return excerptsIn(query, statements.entry.get(documentId));
  }

  function close(): void {
    try {
      unwritten.write();
    } finally {
      file.close();
    }
  }

  return {
    put: (entries) => unwritten.put(entries),
    indexed: (ids) => ids.map(indexedAt),
    find,
    excerpts,
    close,
  };
}

/** The beginning of a word, or a phrase of pairs of characters. */
function termOf({ text, unspaced }: Word): string {
  const isPart = !unspaced || [...text].length === 1;
  return isPart ? `"${text}" *` : `"${pairsOf(text, false)}"`;
}

function prepare(db: OwnFile['db']) {
  return {
    key: db.prepare<[string], { key: number }>('select key from entry where document = ?'),
    insert: db.prepare<[string]>(`insert into entry (document, changed_at, title, text) values (?, 0, '', x'')`),
    update: db.prepare<[number, string, Uint8Array, number]>(
      'update entry set changed_at = ?, title = ?, text = ? where key = ?',
    ),
    forget: db.prepare<[number]>('delete from word where rowid = ?'),
    index: db.prepare<[number, string, string]>('insert into word (rowid, title, text) values (?, ?, ?)'),
    changedAt: db.prepare<[string], { changed_at: number }>('select changed_at from entry where document = ?'),
    entry: db.prepare<[string], EntryRow>('select title, text from entry where document = ?'),
    // A word in the title says as much as five in the text; of two that say the same, the later change comes first.
    find: db.prepare<[string, number, number], { document: string }>(`
      select document from word join entry on entry.key = word.rowid where word match ?
      order by bm25(word, 5, 1), changed_at desc limit ? offset ?
    `),
  };
}

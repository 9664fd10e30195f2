import { type OwnFile, openOwnFile } from '../own-file.ts';

/** As those of the documents. */
const migrations: readonly string[] = [
  `
  -- What was indexed, for excerpts: its text deflated. changed_at: of the document, when that was read.
  create table entry (
    key integer primary key,
    document text not null unique,
    changed_at integer not null,
    title text not null,
    text blob not null
  );

  -- rowid: entry.key. Words only: the texts they are from are in \`entry\`.
  create virtual table word using fts5 (
    title, text,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2 3'
  );
  `,
];

/**
 * Opens `<dir>/search.sqlite`, making both; a damaged one is made anew, empty. Throws `StoreOpenError`. A commit isn't
 * waited for: what a power cut takes is indexed again.
 */
export const openSearchFile = (dir: string): OwnFile =>
  openOwnFile({ dir, name: 'search', migrations, synchronous: 'NORMAL', derived: true });

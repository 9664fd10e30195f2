import { type OwnFile, openOwnFile } from '../own-file.ts';

/** As `migrations` of the documents. */
const migrations: readonly string[] = [
  `
  create table asset (
    key integer primary key,
    hash text not null unique,
    size integer not null
  );

  -- Which document holds which. loose_since: since when the document isn't known to refer to it; null while it does.
  create table reference (
    document text not null,
    asset integer not null,
    name text not null,
    type text not null,
    user text,
    loose_since integer,
    primary key (document, asset)
  ) without rowid;
  create index reference_asset on reference (asset);

  -- position: asset.key << 32 | index.
  create table part (
    position integer primary key,
    crc integer not null,
    bytes blob not null
  );

  -- Keys whose parts belong to no asset: being put, given up, or let go and not yet removed.
  create table stray (
    key integer primary key
  );

  -- A key is never used again: whoever still reads by an old one finds nothing.
  create table sequence (
    key integer not null
  );
  insert into sequence (key) values (1);
  `,
];

/**
 * Opens `<dir>/assets.sqlite`, making both. Throws `StoreOpenError`.
 *
 * Nearly all of it is large blobs. In pages of 16 kB putting 100 MB takes 0.5 CPU-s, in the 4 kB it has 0.56, and a file
 * without any takes 147 kB in place of 37: more than most documents.
 */
export const openAssetFile = (dir: string): OwnFile =>
  openOwnFile({ dir, name: 'assets', migrations, synchronous: 'FULL' });

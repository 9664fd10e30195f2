import type Database from 'better-sqlite3';

/**
 * Each entry brings a file from the version that is its index to the next one; `user_version` says where a file is.
 * Entries that were released never change.
 */
const migrations: readonly string[] = [
  `
  create table document (
    key integer primary key,
    id text not null unique,
    kind text not null,
    title text not null,
    created_at integer not null,
    changed_at integer not null,
    deleted_at integer
  );
  create index document_live on document (changed_at) where deleted_at is null;
  create index document_trash on document (changed_at) where deleted_at is not null;

  create table user (
    key integer primary key,
    name text not null unique
  );

  -- New updates of all documents in the order they came, so that a commit dirties as few pages as its bytes need.
  create table recent (
    position integer primary key,
    document integer not null,
    seq integer not null,
    at integer not null,
    user integer,
    crc integer not null,
    bytes blob not null
  );

  -- Where they are moved to in bulk. position: document.key << 32 | seq, so that a document's rows lie together.
  create table log (
    position integer primary key,
    at integer not null,
    user integer,
    crc integer not null,
    bytes blob not null
  );

  create table snapshot (
    document integer primary key,
    seq integer not null,
    at integer not null,
    generation integer not null,
    length integer not null,
    crc integer not null,
    summary_crc integer not null,
    summary blob not null
  );

  -- A state in pieces, so that a large one is written in several short transactions. position: generation << 32 | index.
  create table part (
    position integer primary key,
    bytes blob not null
  );

  -- Generations that no snapshot has: still being written, or replaced and not yet removed.
  create table stray (
    generation integer primary key
  );

  create table probe (
    key integer primary key,
    at integer not null
  );
  `,
];

/** The newest layout that this code knows. */
export const currentVersion = migrations.length;

/** Brings the file to `currentVersion`, all or nothing. */
export function migrate(db: Database.Database): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version === currentVersion) return;
  db.transaction(() => {
    for (const migration of migrations.slice(version)) db.exec(migration);
    db.pragma(`user_version = ${currentVersion}`);
  }).immediate();
}

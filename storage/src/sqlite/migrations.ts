import type Database from 'better-sqlite3';

/**
 * Each entry brings a file from the version that is its index to the next one; `user_version` says where a file is.
 * Entries that were released never change.
 */
const documents: readonly string[] = [
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
  `
  create table link (
    key integer primary key,
    id text not null unique,
    document integer not null,
    role text not null,
    label text not null,
    password text,
    created_by text,
    created_at integer not null,
    expires_at integer,
    revoked_at integer
  );
  create index link_document on link (document);

  -- What was said of single users, which goes before a token that was made earlier.
  create table member (
    document integer not null,
    user text not null,
    role text,
    changed_at integer not null,
    primary key (document, user)
  ) without rowid;
  `,
  `
  -- Updates whose bytes are in \`part\`; their row in \`recent\` or \`log\` is empty. position: document.key << 32 | seq.
  create table large_update (
    position integer primary key,
    generation integer not null
  );
  `,
  `
  create table version (
    key integer primary key,
    id text not null unique,
    document integer not null,
    seq integer not null,
    at integer not null,
    name text,
    cause text not null,
    created_by text,
    size integer not null,
    assets text not null
  );
  create index version_document on version (document, seq, key);

  -- Pieces of versions' states, each once.
  create table version_piece (
    key integer primary key,
    hash blob not null unique,
    crc integer not null,
    bytes blob not null
  );
  create table version_part (
    version integer not null,
    place integer not null,
    piece integer not null,
    primary key (version, place)
  ) without rowid;
  create index version_part_piece on version_part (piece);

  -- Who did what in the updates after the trail before through \`seq\`; outlives the log's rows.
  create table trail (
    document integer not null,
    seq integer not null,
    authors text not null,
    crc integer not null,
    bytes blob not null,
    primary key (document, seq)
  ) without rowid;

  create table person (
    id text primary key,
    name text not null,
    color text,
    picture text
  );
  `,
  `
  -- Whose clientIDs are; user is null where one came in a recovery and nobody has claimed it.
  create table client (
    document integer not null,
    id integer not null,
    user integer,
    recovered_by integer,
    primary key (document, id)
  ) without rowid;
  `,
  `
  alter table document add column thumbnail_at integer;

  create table thumbnail (
    document integer primary key,
    type text not null,
    bytes blob not null
  );
  `,
  `
  create table thread (
    key integer primary key autoincrement,
    document integer not null,
    id text not null,
    target text not null,
    quote text not null,
    created_at integer not null,
    resolved_at integer,
    -- A person, as JSON.
    resolved_by text,
    unique (document, id)
  );

  -- Keys are the seqs, and never given twice. author: a person, as JSON; mentions: a list of people, as JSON.
  create table comment (
    key integer primary key autoincrement,
    thread integer not null,
    id text not null,
    author text not null,
    text text not null,
    mentions text not null,
    created_at integer not null,
    edited_at integer,
    removed_at integer,
    unique (thread, id)
  );

  create table message (
    key integer primary key autoincrement,
    document integer not null,
    id text not null,
    author text not null,
    text text not null,
    mentions text not null,
    created_at integer not null,
    edited_at integer,
    removed_at integer,
    unique (document, id)
  );
  create index message_document on message (document, key);

  -- How far people have read. thread: its id, '' for the chat.
  create table read_mark (
    document integer not null,
    user text not null,
    thread text not null,
    seq integer not null,
    primary key (document, user, thread)
  ) without rowid;
  `,
  `
  create table tag (
    document integer not null,
    name text not null,
    place integer not null,
    primary key (document, name)
  ) without rowid;
  create index tag_name on tag (name);

  create table template (
    document integer primary key
  );

  -- Whose user is empty are of a service on which nobody is told apart.
  create table favourite (
    user text not null,
    document integer not null,
    at integer not null,
    primary key (user, document)
  ) without rowid;

  create table visit (
    user text not null,
    document integer not null,
    at integer not null,
    primary key (user, document)
  ) without rowid;
  create index visit_at on visit (user, at);
  `,
  `
  create table api_key (
    key integer primary key,
    id text not null unique,
    hash text not null,
    label text not null,
    user text not null,
    name text not null,
    documents text not null,
    scopes text not null,
    created_by text,
    created_at integer not null,
    expires_at integer,
    revoked_at integer
  );

  -- What programs asked for under an id of theirs, and were answered. status is null while it is worked on.
  create table answer (
    owner text not null,
    id text not null,
    fingerprint text not null,
    at integer not null,
    status integer,
    body text,
    primary key (owner, id)
  ) without rowid;
  create index answer_at on answer (at);

  create table live_value (
    document integer not null,
    name text not null,
    value text not null,
    at integer not null,
    stale_after integer,
    primary key (document, name)
  ) without rowid;
  `,
];

/** `application_id` of a file of ours: "cowr". */
const ours = 0x63_6f_77_72;

/** Brings the file to the newest layout, all or nothing. Throws where the file isn't ours or is newer than this code. */
export function migrate(db: Database.Database, migrations = documents): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  const { tables } = db.prepare<[], { tables: number }>('select count(*) as tables from sqlite_schema').get() ?? {};
  if (tables !== 0 && db.pragma('application_id', { simple: true }) !== ours) {
    throw new Error("It is another program's database. Choose another directory.");
  }
  if (version > migrations.length) {
    throw new Error(
      `A newer version wrote it (layout ${version}, this one knows ${migrations.length}). Install that one.`,
    );
  }
  if (version === migrations.length) return;
  db.transaction(() => {
    for (const migration of migrations.slice(version)) db.exec(migration);
    db.pragma(`application_id = ${ours}`);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
}

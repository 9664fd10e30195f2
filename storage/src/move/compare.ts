import { createHash } from 'node:crypto';
import type { AssetStore } from '../asset-store.ts';
import { type DocumentStore, type StoredDocument, StoreUnavailableError } from '../document-store.ts';
import type { Database } from '../postgres/database.ts';
import type { Sqlite } from '../sqlite/driver.ts';
import { differingTables } from './compare-tables.ts';
import { lastSeq } from './copy-documents.ts';
import type { Progress } from './move-error.ts';

type Db = InstanceType<typeof Sqlite>;

/** Both ends of a move. */
export interface Ends {
  readonly from: { readonly store: DocumentStore; readonly db: Db; readonly assets: Db | null };
  readonly to: { readonly store: DocumentStore; readonly assets: AssetStore; readonly database: Database };
}

/** What isn't the same on both sides, a line each: documents by all of their bytes, files by theirs, tables by their rows. */
export async function differences({ from, to }: Ends, onProgress: Progress): Promise<string[]> {
  return [
    ...(await differingDocuments(from, to.store, onProgress)),
    ...(await differingTables(from, to.database, onProgress)),
    ...(await differingFiles(from, to.assets, onProgress)),
  ];
}

async function differingDocuments(from: Ends['from'], to: DocumentStore, onProgress: Progress): Promise<string[]> {
  const found: string[] = [];
  const ids = from.db.prepare<[], string>('select id from document order by key').pluck().all();
  for (const [index, id] of ids.entries()) {
    const [before, after] = await Promise.all([
      from.store.load(id),
      to.load(id).catch((error: unknown) => {
        found.push(`document ${id}: ${wrongIn(error)}`);
        return null;
      }),
    ]);
    if (before && after && digest(before) !== digest(after)) found.push(`document ${id} is not the same`);
    else if (before && !after) found.push(`document ${id} is missing`);
    onProgress('compared', index + 1, ids.length);
  }
  return found;
}

/** Of everything that the store says of a document. */
function digest(document: StoredDocument): string {
  const { meta, snapshot, log, owners } = document;
  const hash = createHash('sha256');
  const rows = log.map(({ seq, user, at, update }) => [seq, user, at, update.byteLength]);
  const state = snapshot && [snapshot.seq, snapshot.at, snapshot.state.byteLength, snapshot.summary.byteLength];
  // PostgreSQL's text has no NUL.
  hash.update(JSON.stringify([meta, lastSeq(document), state, rows, [...owners]]).replaceAll('\\u0000', '\ufffd'));
  for (const bytes of [snapshot?.state, snapshot?.summary, ...log.map(({ update }) => update)]) {
    if (bytes) hash.update(bytes);
  }
  return hash.digest('hex');
}

async function differingFiles({ assets: db }: Ends['from'], to: AssetStore, onProgress: Progress): Promise<string[]> {
  if (!db) return [];
  const found: string[] = [];
  const held = db
    .prepare<[], { hash: string; document: string }>(
      'select hash, min(document) as document from asset join reference on reference.asset = asset.key group by hash',
    )
    .all();
  for (const [index, { hash, document }] of held.entries()) {
    const read = createHash('sha256');
    try {
      for await (const bytes of to.read(document, hash)) read.update(bytes);
      if (read.digest('hex') !== hash) found.push(`file ${hash} is not the same`);
    } catch (error) {
      found.push(`file ${hash}: ${wrongIn(error)}`);
    }
    onProgress('files compared', index + 1, held.length);
  }
  return found;
}

/** Throws what says nothing of what was copied: the database is away. */
function wrongIn(error: unknown): string {
  if (error instanceof StoreUnavailableError) throw error;
  return error instanceof Error ? error.message : String(error);
}

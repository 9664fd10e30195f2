import type { DocumentStore, StoredDocument } from '../document-store.ts';
import type { Queries } from '../postgres/database.ts';
import { checksum, PIECE, piecesOf } from '../postgres/pieces.ts';
import type { Sqlite } from '../sqlite/driver.ts';
import { goOn } from './copy-tables.ts';
import type { Progress } from './move-error.ts';
import { RowWriter } from './rows.ts';

const WRITTEN = {
  document: [
    'key',
    'id',
    'kind',
    'title',
    'title_lower',
    'created_at',
    'changed_at',
    'bucket',
    'deleted_at',
    'thumbnail_at',
    'seq',
  ],
  log: ['document', 'seq', 'part', 'parts', 'at', 'user', 'crc', 'bytes'],
  snapshot: ['document', 'seq', 'at', 'length', 'summary_crc', 'summary'],
  snapshot_part: ['document', 'part', 'crc', 'bytes'],
  client: ['document', 'id', 'user', 'recovered_by'],
} as const;

type Writers = Readonly<Record<keyof typeof WRITTEN, RowWriter>>;

/** The seq of a document's last update. */
export const lastSeq = ({ snapshot, log }: StoredDocument): number => log.at(-1)?.seq ?? snapshot?.seq ?? 0;

/** Copies every document, read by its store, which checks each row, under the key that it has. */
export async function copyDocuments(
  { store, db }: { readonly store: DocumentStore; readonly db: InstanceType<typeof Sqlite> },
  queries: Queries,
  onProgress: Progress,
): Promise<void> {
  const writers = await writersInto(queries);
  const documents = db.prepare<[], { key: number; id: string }>('select key, id from document order by key').all();
  for (const [index, { key, id }] of documents.entries()) {
    const stored = await store.load(id);
    if (stored) await copyDocument(writers, key, stored);
    onProgress('documents', index + 1, documents.length);
  }
  for (const writer of Object.values(writers)) await writer.flush();
  await goOn(queries, 'document', 'document_key_seq');
}

async function writersInto(queries: Queries): Promise<Writers> {
  const entries: [string, RowWriter][] = [];
  for (const [table, columns] of Object.entries(WRITTEN)) {
    entries.push([table, await RowWriter.into(queries, table, columns)]);
  }
  return Object.fromEntries(entries) as Writers;
}

async function copyDocument(writers: Writers, key: number, stored: StoredDocument): Promise<void> {
  const { meta, snapshot, log, owners } = stored;
  const bucket = Math.floor(meta.changedAt / 8192);
  const { id, kind, title, createdAt, changedAt, deletedAt, thumbnailAt } = meta;
  await writers.document.write([
    key,
    id,
    kind,
    title,
    title.toLowerCase(),
    createdAt,
    changedAt,
    bucket,
    deletedAt,
    thumbnailAt,
    lastSeq(stored),
  ]);
  for (const { seq, update, user, at } of log) {
    const pieces = piecesOf(update);
    for (const [part, { crc }] of pieces.entries()) {
      await writers.log.write([key, seq, part, pieces.length, at, user, crc, pieceOf(update, part)]);
    }
  }
  if (snapshot) {
    const { seq, at, state, summary } = snapshot;
    await writers.snapshot.write([key, seq, at, state.byteLength, checksum(summary), summary]);
    for (const [part, { crc }] of piecesOf(state).entries()) {
      await writers.snapshot_part.write([key, part, crc, pieceOf(state, part)]);
    }
  }
  for (const [client, { user, recoveredBy }] of owners) await writers.client.write([key, client, user, recoveredBy]);
}

const pieceOf = (bytes: Uint8Array, part: number): Uint8Array => bytes.subarray(part * PIECE, (part + 1) * PIECE);

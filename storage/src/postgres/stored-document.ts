import {
  type ClientOwner,
  type ClientOwners,
  DocumentCorruptError,
  type LogRow,
  type Snapshot,
  type StoredDocument,
} from '../document-store.ts';
import type { Queries } from './database.ts';
import { type DocumentRow, metaOf } from './documents.ts';
import { isDamage } from './explain-error.ts';
import { checksum, joined } from './pieces.ts';

/** One row of whatever belongs to a document, in columns that all of it fits. */
interface Row {
  readonly what: 'document' | 'snapshot' | 'state' | 'update' | 'client';
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly crc: number;
  readonly t: string | null;
  readonly u: string | null;
  readonly bytes: Buffer | null;
  readonly deleted_at: number | null;
  readonly thumbnail_at: number | null;
}

const DOCUMENT = `select 'document' as what, key as a, seq as b, created_at as c, changed_at as d, 0 as crc, kind as t,
  title as u, null::bytea as bytes, deleted_at, thumbnail_at from document where id = $1`;
const SNAPSHOT = `select 'snapshot', seq, at, length, 0, summary_crc, null, null, summary, null, null
  from snapshot where document = (select key from document where id = $1)`;
const STATE = `select 'state', part, 0, 0, 0, crc, null, null, bytes, null, null
  from snapshot_part where document = (select key from document where id = $1)`;
const UPDATE = `select 'update', seq, part, parts, at, crc, "user", null, bytes, null, null
  from log where document = (select key from document where id = $1)`;
const CLIENT = `select 'client', id, 0, 0, 0, 0, "user", recovered_by, null, null, null
  from client where document = (select key from document where id = $1)`;

/** Bytes of one document as they are at one moment: all of it is one statement, and so one look at the tables. */
export async function readDocument(queries: Queries, id: string): Promise<StoredDocument | null> {
  const rows = await read(queries, id, [DOCUMENT, SNAPSHOT, STATE, UPDATE, CLIENT]);
  const document = rowOf(id, rows);
  if (!document) return null;
  const snapshot = snapshotOf(id, rows);
  const log = logOf(id, rows, snapshot?.seq ?? 0, document.seq);
  return { meta: metaOf(document), snapshot, log, owners: ownersOf(rows) };
}

/** The rows after a seq; null where they aren't all there any more. */
export async function readTail(queries: Queries, id: string, after: number): Promise<LogRow[] | null> {
  const rows = await read(queries, id, [DOCUMENT, SNAPSHOT, `${UPDATE} and seq > $2`], [after]);
  const document = rowOf(id, rows);
  const from = rows.find(({ what }) => what === 'snapshot')?.a ?? 0;
  return !document || from > after || after > document.seq ? null : logOf(id, rows, after, document.seq);
}

/** The rows behind the snapshot, and behind a seq. */
export async function readSince(queries: Queries, id: string, after: number): Promise<LogRow[]> {
  const rows = await read(queries, id, [DOCUMENT, SNAPSHOT, `${UPDATE} and seq > $2`], [after]);
  const from = Math.max(after, rows.find(({ what }) => what === 'snapshot')?.a ?? 0);
  return logOf(id, rows, from, rowOf(id, rows)?.seq ?? from);
}

export async function readOwners(queries: Queries, id: string): Promise<ClientOwners> {
  return ownersOf(await read(queries, id, [DOCUMENT, CLIENT]));
}

async function read(queries: Queries, id: string, parts: readonly string[], more: number[] = []): Promise<Row[]> {
  try {
    return await queries.rows<Row>(parts.join(' union all '), [id, ...more]);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new DocumentCorruptError(`Document ${id} is on a damaged page.`, { cause: error });
  }
}

function rowOf(id: string, rows: readonly Row[]): (DocumentRow & { readonly seq: number }) | null {
  const row = rows.find(({ what }) => what === 'document');
  return row
    ? ({
        key: row.a,
        id,
        seq: row.b,
        created_at: row.c,
        changed_at: row.d,
        kind: row.t,
        title: row.u,
        deleted_at: row.deleted_at,
        thumbnail_at: row.thumbnail_at,
      } as DocumentRow & { readonly seq: number })
    : null;
}

function snapshotOf(id: string, rows: readonly Row[]): Snapshot | null {
  const header = rows.find(({ what }) => what === 'snapshot');
  if (!header) return null;
  const parts = ordered(rows, 'state');
  const summary = header.bytes ?? Buffer.of();
  const isWhole = parts.every(({ a, crc, bytes }, index) => a === index && crcOf(bytes) === crc);
  const state = joined(parts.map(({ bytes }) => bytes ?? Buffer.of()));
  if (!isWhole || state.byteLength !== header.c || checksum(summary) !== header.crc) {
    throw new DocumentCorruptError(`The snapshot of document ${id} through update ${header.a} is damaged.`);
  }
  return { seq: header.a, at: header.b, state, summary: Uint8Array.from(summary) };
}

/** The updates after one seq through another. Throws `DocumentCorruptError` where one is damaged or missing. */
function logOf(id: string, rows: readonly Row[], after: number, through: number): LogRow[] {
  const log: LogRow[] = [];
  const parts = ordered(rows, 'update').filter(({ a }) => a > after);
  for (let at = 0; at < parts.length; ) {
    const first = parts[at];
    const seq = after + 1 + log.length;
    if (first?.a !== seq) throw new DocumentCorruptError(`Document ${id} misses update ${seq}.`);
    const own = parts.slice(at, at + first.c);
    const isWhole =
      own.length === first.c &&
      own.every((each, part) => each.a === seq && each.b === part && crcOf(each.bytes) === each.crc);
    if (!isWhole) throw new DocumentCorruptError(`Update ${seq} of document ${id} is damaged.`);
    log.push({ seq, update: joined(own.map(({ bytes }) => bytes ?? Buffer.of())), user: first.t, at: first.d });
    at += own.length;
  }
  if (after + log.length !== through)
    throw new DocumentCorruptError(`Document ${id} misses update ${after + log.length + 1}.`);
  return log;
}

const ownersOf = (rows: readonly Row[]): ClientOwners =>
  new Map(ordered(rows, 'client').map(({ a, t, u }): [number, ClientOwner] => [a, { user: t, recoveredBy: u }]));

/** In the order of their keys, in which they mostly are. */
const ordered = (rows: readonly Row[], what: Row['what']): Row[] =>
  rows.filter((row) => row.what === what).sort((a, b) => a.a - b.a || a.b - b.b);

const crcOf = (bytes: Buffer | null): number => checksum(bytes ?? Buffer.of());

import type { NewSnapshot } from '../document-store.ts';
import type { Queries } from './database.ts';
import { missing } from './documents.ts';
import { checksum, piecesOf } from './pieces.ts';

/** As `compact` of the store, in one statement. Appends to the document go on beside it. */
export async function compact(
  queries: Queries,
  id: string,
  { seq, state, summary }: NewSnapshot,
  replaces: number,
): Promise<boolean> {
  const pieces = piecesOf(state);
  const sizes = pieces.map(({ size }) => size);
  const crcs = pieces.map(({ crc }) => crc);
  const answer = await queries.row<{ done: number }>('select compact_1($1, $2, $3, $4, $5, $6, $7, $8) as done', [
    id,
    seq,
    replaces,
    summary,
    checksum(summary),
    sizes,
    crcs,
    state,
  ]);
  if (answer?.done === -1) throw missing(id);
  if (answer?.done === -2) throw new RangeError(`Document ${id} has no update ${seq} to compact through.`);
  return answer?.done === 1;
}

/** As `leaseCompaction` of the store, for `holder`. */
export async function leaseCompaction(
  queries: Queries,
  id: string,
  milliseconds: number,
  holder: string,
): Promise<boolean> {
  const lease = await queries.row(
    `insert into compaction_lease as lease (document, holder, until)
     select key, $2, now_ms() + $3 from document where id = $1
     on conflict (document) do update set holder = excluded.holder, until = excluded.until
       where lease.holder = excluded.holder or lease.until <= now_ms()
     returning holder`,
    [id, holder, milliseconds],
  );
  return lease !== null && lease !== undefined;
}

/** What `holder` has of the document's lease, if anything, ends. */
export async function endCompactionLease(queries: Queries, id: string, holder: string): Promise<void> {
  await queries.run(
    'delete from compaction_lease where document = (select key from document where id = $1) and holder = $2',
    [id, holder],
  );
}

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

import type { LogEntry } from '../document-store.ts';
import type { Queries } from './database.ts';
import { joined, piecesOf } from './pieces.ts';

/** What an append came to where it isn't a seq. */
export const refusals = { deleted: -1, busy: -2, moved: -3 } as const;

/**
 * Appends entries in one statement, which is one transaction; a number for each, a seq or a refusal. Where it doesn't
 * wait, a document that somebody else is writing to refuses as `busy`.
 */
export async function append(queries: Queries, entries: readonly LogEntry[], waits: boolean): Promise<number[]> {
  const ids = [...new Set(entries.map(({ documentId }) => documentId))];
  const places = new Map(ids.map((id, index) => [id, index + 1]));
  const rows = entries.flatMap(({ update, user }, index) => {
    const pieces = piecesOf(update);
    return pieces.map((piece, part) => ({ ...piece, entry: index + 1, part, parts: pieces.length, user }));
  });
  const claims = entries.flatMap(({ user, claimed = [], recovered = [] }, index) => {
    const entry = index + 1;
    if (user === null) return [];
    return [
      ...claimed.map((client) => ({ entry, client, user, isRecovered: false })),
      ...recovered.map((client) => ({ entry, client, user, isRecovered: true })),
    ];
  });
  const answer = await queries.prepared<{ results: string[] }>(
    'append_1',
    'select append_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) as results',
    [
      ids,
      entries.map(({ documentId }) => places.get(documentId) ?? 0),
      entries.map(({ after }) => after ?? null),
      rows.map(({ entry }) => entry),
      rows.map(({ part }) => part),
      rows.map(({ parts }) => parts),
      rows.map(({ user }) => user),
      rows.map(({ crc }) => crc),
      rows.map(({ size }) => size),
      joined(entries.map(({ update }) => update)),
      claims.map(({ entry }) => entry),
      claims.map(({ client }) => client),
      claims.map(({ user }) => user),
      claims.map(({ isRecovered }) => isRecovered),
      waits,
    ],
  );
  return (answer?.results ?? []).map(Number);
}

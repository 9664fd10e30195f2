import type { ReadMarks } from '../comment-store.ts';
import type { Queries } from './database.ts';
import { keyOf } from './documents.ts';

/** In the place of a thread's id. */
const CHAT = '';

/** The table that says how far people have read. */
export class ReadMarkTable {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async read(documentId: string, user: string): Promise<ReadMarks> {
    const rows = await this.#queries.rows<{ thread: string; seq: number }>(
      `select thread, read_mark.seq from read_mark join document on document.key = read_mark.document
       where document.id = $1 and "user" = $2`,
      [documentId, user],
    );
    const marks = new Map(rows.map(({ thread, seq }) => [thread, seq]));
    const chat = marks.get(CHAT) ?? 0;
    marks.delete(CHAT);
    return { threads: Object.fromEntries(marks), chat };
  }

  async set(documentId: string, user: string, { threads = {}, chat }: Partial<ReadMarks>): Promise<void> {
    const key = await keyOf(this.#queries, documentId);
    const marks = Object.entries(threads);
    if (chat !== undefined) marks.push([CHAT, chat]);
    if (marks.length === 0) return;
    await this.#queries.run(
      `insert into read_mark (document, "user", thread, seq)
       select $1, $2, thread, seq from unnest($3::text[], $4::bigint[]) as given (thread, seq) order by thread
       on conflict (document, "user", thread) do update set seq = greatest(read_mark.seq, excluded.seq)`,
      [key, user, marks.map(([thread]) => thread), marks.map(([, seq]) => seq)],
    );
  }
}

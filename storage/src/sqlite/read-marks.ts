import type { ReadMarks } from '../comment-store.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';

/** In the place of a thread's id. */
const CHAT = '';

/** The table that says how far people have read. */
export class ReadMarkTable {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
    this.#statements = prepare(connection.db);
  }

  read(documentId: string, user: string): ReadMarks {
    const marks = new Map(this.#statements.marks.all(documentId, user).map(({ thread, seq }) => [thread, seq]));
    const chat = marks.get(CHAT) ?? 0;
    marks.delete(CHAT);
    return { threads: Object.fromEntries(marks), chat };
  }

  set(documentId: string, user: string, { threads = {}, chat }: Partial<ReadMarks>): void {
    const { key } = this.#documents.existing(documentId);
    const marks = Object.entries(threads);
    if (chat !== undefined) marks.push([CHAT, chat]);
    if (marks.length === 0) return;
    this.#connection.write(() => {
      for (const [thread, seq] of marks) this.#statements.set.run(key, user, thread, seq);
    });
  }
}

function prepare(db: Connection['db']) {
  return {
    marks: db.prepare<[string, string], { thread: string; seq: number }>(
      `select thread, seq from read_mark join document on document.key = read_mark.document
       where document.id = ? and user = ?`,
    ),
    set: db.prepare<[number, string, string, number]>(
      `insert into read_mark (document, user, thread, seq) values (?, ?, ?, ?)
       on conflict (document, user, thread) do update set seq = max(seq, excluded.seq)`,
    ),
  };
}

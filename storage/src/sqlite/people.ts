import type { PersonRow } from '../version-store.ts';
import type { Connection } from './connection.ts';

/** The table of people: how whoever wrote somewhere was last shown. */
export class People {
  readonly #connection: Connection;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#statements = prepare(connection.db);
  }

  note(people: readonly PersonRow[]): void {
    this.#connection.write(() => {
      for (const { id, name, color, picture } of people) this.#statements.note.run(id, name, color, picture);
    });
  }

  find(ids: readonly string[]): PersonRow[] {
    return ids.flatMap((id) => this.#statements.find.get(id) ?? []);
  }
}

function prepare(db: Connection['db']) {
  return {
    note: db.prepare<[string, string, string | null, string | null]>(
      'insert or replace into person (id, name, color, picture) values (?, ?, ?, ?)',
    ),
    find: db.prepare<[string], PersonRow>('select id, name, color, picture from person where id = ?'),
  };
}

import type { PersonRow } from '../version-store.ts';
import type { Queries } from './database.ts';

/** The table of people: how whoever wrote somewhere was last shown. */
export class People {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async note(people: readonly PersonRow[]): Promise<void> {
    // Each once, in one order, so that two processes never wait for each other.
    const last = [...new Map(people.map((person) => [person.id, person])).values()];
    await this.#queries.run(
      `insert into person (id, name, color, picture)
       select id, name, color, picture from unnest($1::text[], $2::text[], $3::text[], $4::text[])
         as given (id, name, color, picture) order by id
       on conflict (id) do update set name = excluded.name, color = excluded.color, picture = excluded.picture`,
      [
        last.map(({ id }) => id),
        last.map(({ name }) => name),
        last.map(({ color }) => color),
        last.map(({ picture }) => picture),
      ],
    );
  }

  async find(ids: readonly string[]): Promise<PersonRow[]> {
    return await this.#queries.rows<PersonRow>(
      'select id, name, color, picture from person where id = any($1::text[])',
      [ids],
    );
  }
}

import type { DocumentMarks, LibraryStore, Shelf, TagCount } from '../library-store.ts';
import { expectPage } from '../pages.ts';
import type { Queries } from './database.ts';
import { keyOf } from './documents.ts';

const LIVE = 'document.deleted_at is null';

/** The tables of tags, templates, favourites and visits. Nobody in particular is the empty name. */
export class Library implements LibraryStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async setTags(documentId: string, tags: readonly string[]): Promise<void> {
    const key = await keyOf(this.#queries, documentId);
    const names = [...new Set(tags)];
    await this.#queries.run(
      `with removed as (delete from tag where document = $1 and name <> all($2::text[]))
       insert into tag (document, name, place) select $1, name, place from unnest($2::text[]) with ordinality as given (name, place)
       on conflict (document, name) do update set place = excluded.place`,
      [key, names],
    );
  }

  async setTemplate(documentId: string, isTemplate: boolean): Promise<void> {
    const key = await keyOf(this.#queries, documentId);
    await this.#queries.run(
      isTemplate
        ? 'insert into template (document) values ($1) on conflict do nothing'
        : 'delete from template where document = $1',
      [key],
    );
  }

  async setFavourite(documentId: string, user: string | null, isFavourite: boolean): Promise<void> {
    const key = await keyOf(this.#queries, documentId);
    await this.#queries.run(
      isFavourite
        ? 'insert into favourite ("user", document, at) values ($1, $2, now_ms()) on conflict do nothing'
        : 'delete from favourite where "user" = $1 and document = $2',
      [user ?? '', key],
    );
  }

  async noteVisit(documentId: string, user: string | null, at: number): Promise<void> {
    const key = await keyOf(this.#queries, documentId);
    await this.#queries.run(
      `insert into visit ("user", document, at) values ($1, $2, $3)
       on conflict ("user", document) do update set at = excluded.at`,
      [user ?? '', key, at],
    );
  }

  async marks(documentIds: readonly string[], user: string | null): Promise<DocumentMarks[]> {
    return await this.#queries.rows<DocumentMarks & object>(
      `select document.id as "documentId",
         array(select name from tag where tag.document = key order by tag.place) as tags,
         exists (select from template where template.document = key) as template,
         exists (select from favourite where favourite.document = key and "user" = $2) as favourite
       from unnest($1::text[]) with ordinality as asked (id, place) join document using (id) order by asked.place`,
      [documentIds, user ?? ''],
    );
  }

  async tags(): Promise<TagCount[]> {
    return await this.#queries.rows<TagCount & object>(
      `select name as tag, count(*) as documents from tag join document on document.key = tag.document
       where ${LIVE} group by name order by name`,
    );
  }

  async shelf(shelf: Shelf, page: { readonly offset: number; readonly limit: number }): Promise<string[]> {
    expectPage(page);
    const { from, where, order } = SHELVES[shelf.name];
    const whose = 'user' in shelf ? [shelf.user ?? ''] : 'tag' in shelf ? [shelf.tag] : [];
    const rows = await this.#queries.rows<{ id: string }>(
      `select id from ${from} join document on document.key = ${from}.document
       where ${where} and ${LIVE} order by ${order}, key desc limit $1 offset $2`,
      [page.limit, page.offset, ...whose],
    );
    return rows.map(({ id }) => id);
  }
}

const SHELVES = {
  recent: { from: 'visit', where: '"user" = $3', order: 'at desc' },
  favourites: { from: 'favourite', where: '"user" = $3', order: 'at desc' },
  templates: { from: 'template', where: 'true', order: 'changed_at desc' },
  tag: { from: 'tag', where: 'name = $3', order: 'changed_at desc' },
} as const;

import type { DocumentMarks, Shelf, TagCount } from '../library-store.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';

/** The tables of tags, templates, favourites and visits. Nobody in particular is the empty name. */
export class Library {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
    this.#statements = prepare(connection.db);
  }

  setTags(documentId: string, tags: readonly string[]): void {
    const { key } = this.#documents.existing(documentId);
    this.#connection.write(() => {
      this.#statements.removeTags.run(key);
      for (const [place, tag] of [...new Set(tags)].entries()) this.#statements.addTag.run(key, tag, place);
    });
  }

  setTemplate(documentId: string, isTemplate: boolean): void {
    const { key } = this.#documents.existing(documentId);
    const { addTemplate, removeTemplate } = this.#statements;
    this.#connection.write(() => (isTemplate ? addTemplate : removeTemplate).run(key));
  }

  setFavourite(documentId: string, user: string | null, isFavourite: boolean): void {
    const { key } = this.#documents.existing(documentId);
    this.#connection.write(() => {
      if (isFavourite) this.#statements.addFavourite.run(user ?? '', key, Date.now());
      else this.#statements.removeFavourite.run(user ?? '', key);
    });
  }

  noteVisit(documentId: string, user: string | null, at: number): void {
    const { key } = this.#documents.existing(documentId);
    this.#connection.write(() => this.#statements.visit.run(user ?? '', key, at));
  }

  marks(documentIds: readonly string[], user: string | null): DocumentMarks[] {
    return documentIds.flatMap((documentId) => {
      const row = this.#statements.marks.get(user ?? '', documentId);
      if (!row) return [];
      const tags = this.#statements.tagsOf.all(row.key).map(({ tag }) => tag);
      return [{ documentId, tags, template: row.template === 1, favourite: row.favourite === 1 }];
    });
  }

  tags(): TagCount[] {
    return this.#statements.tags.all();
  }

  shelf(shelf: Shelf, { offset, limit }: { offset: number; limit: number }): string[] {
    const { recent, favourites, templates, tagged } = this.#statements;
    const rows = () => {
      switch (shelf.name) {
        case 'recent':
          return recent.all(shelf.user ?? '', limit, offset);
        case 'favourites':
          return favourites.all(shelf.user ?? '', limit, offset);
        case 'templates':
          return templates.all(limit, offset);
        case 'tag':
          return tagged.all(shelf.tag, limit, offset);
      }
    };
    return rows().map(({ id }) => id);
  }
}

function prepare(db: Connection['db']) {
  const live = 'document.deleted_at is null';
  const page = 'limit ? offset ?';
  return {
    removeTags: db.prepare<[number]>('delete from tag where document = ?'),
    addTag: db.prepare<[number, string, number]>('insert into tag (document, name, place) values (?, ?, ?)'),
    tagsOf: db.prepare<[number], { tag: string }>('select name as tag from tag where document = ? order by place'),
    tags: db.prepare<[], TagCount>(`
      select name as tag, count(*) as documents from tag join document on document.key = tag.document
      where ${live} group by name order by name
    `),
    addTemplate: db.prepare<[number]>('insert or ignore into template (document) values (?)'),
    removeTemplate: db.prepare<[number]>('delete from template where document = ?'),
    addFavourite: db.prepare<[string, number, number]>(
      'insert or ignore into favourite (user, document, at) values (?, ?, ?)',
    ),
    removeFavourite: db.prepare<[string, number]>('delete from favourite where user = ? and document = ?'),
    visit: db.prepare<[string, number, number]>('insert or replace into visit (user, document, at) values (?, ?, ?)'),
    marks: db.prepare<[string, string], { key: number; template: number; favourite: number }>(`
      select key, exists (select 1 from template where document = key) as template,
        exists (select 1 from favourite where user = ? and document = key) as favourite
      from document where id = ?
    `),
    recent: db.prepare<[string, number, number], { id: string }>(`
      select id from visit join document on document.key = visit.document
      where user = ? and ${live} order by at desc, key desc ${page}
    `),
    favourites: db.prepare<[string, number, number], { id: string }>(`
      select id from favourite join document on document.key = favourite.document
      where user = ? and ${live} order by at desc, key desc ${page}
    `),
    templates: db.prepare<[number, number], { id: string }>(`
      select id from template join document on document.key = template.document
      where ${live} order by changed_at desc, key desc ${page}
    `),
    tagged: db.prepare<[string, number, number], { id: string }>(`
      select id from tag join document on document.key = tag.document
      where name = ? and ${live} order by changed_at desc, key desc ${page}
    `),
  };
}

import type { Connection } from './connection.ts';

const mostNames = 10_000;

/** Names of users as small integers: a log row keeps one of those instead of the name. */
export class Users {
  readonly #keys = new Map<string, number>();
  readonly #find;
  readonly #insert;

  constructor(db: Connection['db']) {
    this.#find = db.prepare<[string], { key: number }>('select key from user where name = ?');
    this.#insert = db.prepare<[string]>('insert into user (name) values (?)');
  }

  /** The user's key, given now within the caller's transaction where there was none. */
  key(name: string | null): number | null {
    if (name === null) return null;
    const cached = this.#keys.get(name);
    if (cached !== undefined) return cached;
    const key = this.#find.get(name)?.key ?? Number(this.#insert.run(name).lastInsertRowid);
    if (this.#keys.size >= mostNames) this.#keys.clear();
    this.#keys.set(name, key);
    return key;
  }

  /** Lets go of keys that a rolled-back transaction may have given. */
  forget(): void {
    this.#keys.clear();
  }
}

import type {
  ApiKey,
  AskedOnce,
  FinishedAnswer,
  KeptAnswer,
  LiveValue,
  NewApiKey,
  NewValue,
} from '../program-store.ts';
import type { Connection } from './connection.ts';

interface KeyRow {
  readonly id: string;
  readonly hash: string;
  readonly label: string;
  readonly user: string;
  readonly name: string;
  readonly documents: string;
  readonly scopes: string;
  readonly created_by: string | null;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
}

interface AnswerRow {
  readonly fingerprint: string;
  readonly at: number;
  readonly status: number | null;
  readonly body: string | null;
}

interface ValueRow {
  readonly name: string;
  readonly value: string;
  readonly at: number;
  readonly stale_after: number | null;
}

/** The tables of API keys, kept answers and live values. */
export class Programs {
  readonly #connection: Connection;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#statements = prepare(connection.db);
  }

  addKey(key: NewApiKey): ApiKey {
    const { id, hash, label, user, name, documents, scopes, createdBy, expiresAt } = key;
    const createdAt = Date.now();
    this.#connection.write(() =>
      this.#statements.insertKey.run(
        id,
        hash,
        label,
        user,
        name,
        documents,
        JSON.stringify(scopes),
        createdBy,
        createdAt,
        expiresAt,
      ),
    );
    return { ...key, createdAt, revokedAt: null };
  }

  findKey(id: string): ApiKey | null {
    const row = this.#statements.key.get(id);
    return row ? keyOf(row) : null;
  }

  listKeys(): ApiKey[] {
    return this.#statements.keys.all().map(keyOf);
  }

  revokeKey(id: string): ApiKey | null {
    this.#connection.write(() => this.#statements.revokeKey.run(Date.now(), id));
    return this.findKey(id);
  }

  beginAnswer({ owner, id, fingerprint, at }: AskedOnce, forgetBefore: number): KeptAnswer | null {
    return this.#connection.write(() => {
      this.#statements.forgetAnswers.run(forgetBefore);
      if (this.#statements.beginAnswer.run(owner, id, fingerprint, at).changes > 0) return null;
      const row = this.#statements.answer.get(owner, id);
      return row ? keptOf(row) : null;
    });
  }

  finishAnswer(owner: string, id: string, { status, body }: FinishedAnswer): void {
    this.#connection.write(() => this.#statements.finishAnswer.run(status, body, owner, id));
  }

  dropAnswer(owner: string, id: string): void {
    this.#connection.write(() => this.#statements.dropAnswer.run(owner, id));
  }

  setValues(values: readonly NewValue[]): void {
    this.#connection.write(() => {
      for (const { documentId, name, value, at, staleAfter } of values) {
        this.#statements.setValue.run(name, value, at, staleAfter, documentId);
      }
    });
  }

  listValues(documentId: string): LiveValue[] {
    return this.#statements.values
      .all(documentId)
      .map(({ name, value, at, stale_after }) => ({ name, value, at, staleAfter: stale_after }));
  }

  documentsWithValues(): string[] {
    return this.#statements.documentsWithValues.all().map(({ id }) => id);
  }

  removeValue(documentId: string, name: string): boolean {
    return this.#connection.write(() => this.#statements.removeValue.run(name, documentId).changes > 0);
  }
}

const keyOf = ({ created_by, created_at, expires_at, revoked_at, scopes, ...row }: KeyRow): ApiKey => ({
  ...row,
  scopes: JSON.parse(scopes),
  createdBy: created_by,
  createdAt: created_at,
  expiresAt: expires_at,
  revokedAt: revoked_at,
});

const keptOf = ({ fingerprint, at, status, body }: AnswerRow): KeptAnswer => ({
  fingerprint,
  at,
  answer: status === null || body === null ? null : { status, body },
});

function prepare(db: Connection['db']) {
  const key = `select id, hash, label, user, name, documents, scopes, created_by, created_at, expires_at, revoked_at
    from api_key`;
  return {
    insertKey: db.prepare<
      [string, string, string, string, string, string, string, string | null, number, number | null]
    >(
      `insert into api_key (id, hash, label, user, name, documents, scopes, created_by, created_at, expires_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    key: db.prepare<[string], KeyRow>(`${key} where id = ?`),
    keys: db.prepare<[], KeyRow>(`${key} order by created_at, key`),
    revokeKey: db.prepare<[number, string]>('update api_key set revoked_at = ? where id = ? and revoked_at is null'),
    forgetAnswers: db.prepare<[number]>('delete from answer where at < ?'),
    beginAnswer: db.prepare<[string, string, string, number]>(
      'insert or ignore into answer (owner, id, fingerprint, at) values (?, ?, ?, ?)',
    ),
    answer: db.prepare<[string, string], AnswerRow>(
      'select fingerprint, at, status, body from answer where owner = ? and id = ?',
    ),
    finishAnswer: db.prepare<[number, string, string, string]>(
      'update answer set status = ?, body = ? where owner = ? and id = ?',
    ),
    dropAnswer: db.prepare<[string, string]>('delete from answer where owner = ? and id = ?'),
    setValue: db.prepare<[string, string, number, number | null, string]>(
      `insert or replace into live_value (document, name, value, at, stale_after)
       select key, ?, ?, ?, ? from document where id = ?`,
    ),
    values: db.prepare<[string], ValueRow>(
      `select name, value, at, stale_after from live_value join document on document.key = live_value.document
       where document.id = ? order by name`,
    ),
    documentsWithValues: db.prepare<[], { id: string }>(
      'select id from document where key in (select document from live_value) order by key',
    ),
    removeValue: db.prepare<[string, string]>(
      'delete from live_value where name = ? and document = (select key from document where id = ?)',
    ),
  };
}

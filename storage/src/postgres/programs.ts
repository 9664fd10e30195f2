import type {
  ApiKey,
  AskedOnce,
  FinishedAnswer,
  KeptAnswer,
  LiveValue,
  NewApiKey,
  NewValue,
  ProgramStore,
} from '../program-store.ts';
import type { Queries } from './database.ts';

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

const KEY =
  'select id, hash, label, "user", name, documents, scopes, created_by, created_at, expires_at, revoked_at from api_key';

/** The tables of API keys, kept answers and live values. */
export class Programs implements ProgramStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async addKey(key: NewApiKey): Promise<ApiKey> {
    const { id, hash, label, user, name, documents, scopes, createdBy, expiresAt } = key;
    const row = await this.#queries.row<{ created_at: number }>(
      `insert into api_key (id, hash, label, "user", name, documents, scopes, created_by, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now_ms(), $9) on conflict (id) do nothing returning created_at`,
      [id, hash, label, user, name, documents, JSON.stringify(scopes), createdBy, expiresAt],
    );
    if (!row) throw new Error('There is a key of this id already.');
    return { ...key, createdAt: row.created_at, revokedAt: null };
  }

  async findKey(id: string): Promise<ApiKey | null> {
    const row = await this.#queries.row<KeyRow>(`${KEY} where id = $1`, [id]);
    return row ? apiKeyOf(row) : null;
  }

  async listKeys(): Promise<ApiKey[]> {
    return (await this.#queries.rows<KeyRow>(`${KEY} order by created_at, key`)).map(apiKeyOf);
  }

  async revokeKey(id: string): Promise<ApiKey | null> {
    await this.#queries.run('update api_key set revoked_at = now_ms() where id = $1 and revoked_at is null', [id]);
    return await this.findKey(id);
  }

  async beginAnswer({ owner, id, fingerprint, at }: AskedOnce, forgetBefore: number): Promise<KeptAnswer | null> {
    await this.#queries.run('delete from answer where at < $1', [forgetBefore]);
    const begun = await this.#queries.run(
      'insert into answer (owner, id, fingerprint, at) values ($1, $2, $3, $4) on conflict do nothing',
      [owner, id, fingerprint, at],
    );
    if (begun > 0) return null;
    const row = await this.#queries.row<AnswerRow>(
      'select fingerprint, at, status, body from answer where owner = $1 and id = $2',
      [owner, id],
    );
    return row ? keptOf(row) : null;
  }

  async finishAnswer(owner: string, id: string, { status, body }: FinishedAnswer): Promise<void> {
    await this.#queries.run('update answer set status = $3, body = $4 where owner = $1 and id = $2', [
      owner,
      id,
      status,
      body,
    ]);
  }

  async dropAnswer(owner: string, id: string): Promise<void> {
    await this.#queries.run('delete from answer where owner = $1 and id = $2', [owner, id]);
  }

  async setValues(values: readonly NewValue[]): Promise<void> {
    // Of several for one name the last counts; rows in one order, so that two processes never wait for each other.
    await this.#queries.run(
      `insert into live_value (document, name, value, at, stale_after)
       select distinct on (document.key, given.name) document.key, given.name, given.value, given.at, given.stale_after
       from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) with ordinality
         as given (document, name, value, at, stale_after, place)
       join document on document.id = given.document
       order by document.key, given.name, place desc
       on conflict (document, name) do update
         set value = excluded.value, at = excluded.at, stale_after = excluded.stale_after`,
      [
        values.map(({ documentId }) => documentId),
        values.map(({ name }) => name),
        values.map(({ value }) => value),
        values.map(({ at }) => at),
        values.map(({ staleAfter }) => staleAfter),
      ],
    );
  }

  async listValues(documentId: string): Promise<LiveValue[]> {
    return await this.#queries.rows<LiveValue & object>(
      `select name, value, at, stale_after as "staleAfter" from live_value
       join document on document.key = live_value.document where document.id = $1 order by name`,
      [documentId],
    );
  }

  async documentsWithValues(): Promise<string[]> {
    const rows = await this.#queries.rows<{ id: string }>(
      'select id from document where key in (select document from live_value) order by key',
    );
    return rows.map(({ id }) => id);
  }

  async removeValue(documentId: string, name: string): Promise<boolean> {
    const removed = await this.#queries.run(
      'delete from live_value where name = $2 and document = (select key from document where id = $1)',
      [documentId, name],
    );
    return removed > 0;
  }
}

const apiKeyOf = ({ created_by, created_at, expires_at, revoked_at, scopes, ...row }: KeyRow): ApiKey => ({
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

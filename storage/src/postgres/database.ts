import { type CustomTypesConfig, Pool, type PoolClient, types } from 'pg';
import { StoreUnavailableError } from '../document-store.ts';
import { explainError, isGone, isOneStatements, noTurn } from './explain-error.ts';
import { Turns } from './turns.ts';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`; what else a libpq URL may say, TLS too. */
  readonly url: string;
  /** Where its tables are; made where it is missing. `cowrite` unless told. */
  readonly schema?: string;
}

/** One value of a statement. Bytes travel as they are. */
type Parameter = string | number | boolean | null | Uint8Array | readonly (string | number | boolean | null)[];

/** Rows of a statement, as columns by name. */
export interface Queries {
  rows<Row extends object>(sql: string, parameters?: readonly Parameter[]): Promise<Row[]>;
  /** The first row; undefined where there is none. */
  row<Row extends object>(sql: string, parameters?: readonly Parameter[]): Promise<Row | undefined>;
  /** As `row`; each connection keeps the statement ready under its name. */
  prepared<Row extends object>(name: string, sql: string, parameters: readonly Parameter[]): Promise<Row | undefined>;
  /** How many rows it changed. */
  run(sql: string, parameters?: readonly Parameter[]): Promise<number>;
}

export const DEFAULT_SCHEMA = 'cowrite';

const INT8 = 20;

/** `bigint` as a number: all of ours are counts and milliseconds, far below 2^53. */
const TYPES: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format ?? 'text')) as CustomTypesConfig['getTypeParser'],
};

/** A server that doesn't take a connection is given up after so many milliseconds. */
const CONNECT_TIMEOUT = 5_000;
/** Where for so many milliseconds no call is done while others wait, those are refused. */
const STALLED = 5_000;
/** So much longer than the server itself gives a statement, its answer is waited for: then the line is dead. */
const DEAD_AFTER = 2_000;

export interface DatabaseUse {
  /** Connections at once. */
  readonly connections: number;
  /** Milliseconds that a statement may take. */
  readonly timeout: number;
  /** Hears of all that the server can't do for anybody just now, and of connections that broke. */
  readonly onFailure?: (error: StoreUnavailableError) => void;
}

/**
 * Connections to one schema. A call takes one that is free, or waits for it. Every call rejects with
 * `StoreUnavailableError` where the server is away or can't just now, and works again once it is back.
 */
export class Database implements Queries {
  readonly #pool: Pool;
  /** The pool would take waiting for one of its connections for a server that takes none. */
  readonly #turns: Turns;
  readonly #onFailure: DatabaseUse['onFailure'];
  readonly #underWay = new Set<Promise<unknown>>();
  #closed: Promise<void> | null = null;

  constructor({ url, schema = DEFAULT_SCHEMA }: DatabaseOptions, { connections, timeout, onFailure }: DatabaseUse) {
    this.#onFailure = onFailure;
    this.#turns = new Turns(connections, STALLED, noTurn);
    this.#pool = new Pool({
      connectionString: url,
      max: connections,
      types: TYPES,
      application_name: 'cowrite',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      query_timeout: timeout + DEAD_AFTER,
      options: [`search_path="${schema}"`, `statement_timeout=${timeout}`, 'idle_in_transaction_session_timeout=10000']
        .map((setting) => `-c ${setting.replace(/[\\ ]/g, '\\$&')}`)
        .join(' '),
    });
    // The pool itself listens to a connection only while nobody has it, and an error that nobody hears ends the process:
    // one may end between two statements of a transaction, too. Whoever uses it fails at the next.
    this.#pool.on('connect', (client) => client.on('error', (error) => this.#noteFailure(explainError(error))));
    this.#pool.on('error', () => undefined);
  }

  async rows<Row extends object>(sql: string, parameters: readonly Parameter[] = []): Promise<Row[]> {
    return (await this.#noted(() => ask<Row>(this.#pool, sql, parameters))).rows;
  }

  async row<Row extends object>(sql: string, parameters: readonly Parameter[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, parameters))[0];
  }

  async prepared<Row extends object>(name: string, sql: string, parameters: readonly Parameter[]) {
    return (await this.#noted(() => ask<Row>(this.#pool, sql, parameters, name))).rows[0];
  }

  async run(sql: string, parameters: readonly Parameter[] = []): Promise<number> {
    return (await this.#noted(() => ask(this.#pool, sql, parameters))).rowCount ?? 0;
  }

  /** As `run`, before all that wait. */
  async runFirst(sql: string): Promise<void> {
    await this.#noted(() => ask(this.#pool, sql), true);
  }

  /** Does several things as one: all of them, or nothing where `work` throws. Others may wait for the rows it changed. */
  transact<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#noted(async () => {
      const client = await this.#pool.connect().catch((error: unknown) => {
        throw explainError(error);
      });
      const queries = queriesOf(client);
      let isBroken = false;
      try {
        await queries.run('begin');
        const result = await work(queries);
        await queries.run('commit');
        return result;
      } catch (error) {
        await queries.run('rollback').catch(() => {
          isBroken = true;
        });
        throw error;
      } finally {
        client.release(isBroken);
      }
    });
  }

  /** Ends what is under way. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    await this.#pool.end();
  }

  async #noted<T>(call: () => Promise<T>, isUrgent = false): Promise<T> {
    if (this.#closed) throw new StoreUnavailableError('The store is closed.');
    const answer = this.#inTurn(call, isUrgent);
    this.#underWay.add(answer);
    try {
      return await answer;
    } catch (error) {
      this.#noteFailure(error);
      throw error;
    } finally {
      this.#underWay.delete(answer);
    }
  }

  async #inTurn<T>(call: () => Promise<T>, isUrgent: boolean): Promise<T> {
    await this.#turns.take(isUrgent);
    try {
      return await call();
    } catch (error) {
      if (error instanceof StoreUnavailableError && isGone(error)) this.#turns.refuse(error);
      throw error;
    } finally {
      this.#turns.give();
    }
  }

  #noteFailure(error: unknown): void {
    if (error instanceof StoreUnavailableError && !isOneStatements(error)) this.#onFailure?.(error);
  }
}

const queriesOf = (client: PoolClient): Queries => ({
  rows: async <Row extends object>(sql: string, parameters?: readonly Parameter[]) =>
    (await ask<Row>(client, sql, parameters)).rows,
  row: async <Row extends object>(sql: string, parameters?: readonly Parameter[]) =>
    (await ask<Row>(client, sql, parameters)).rows[0],
  prepared: async <Row extends object>(name: string, sql: string, parameters: readonly Parameter[]) =>
    (await ask<Row>(client, sql, parameters, name)).rows[0],
  run: async (sql, parameters) => (await ask(client, sql, parameters)).rowCount ?? 0,
});

async function ask<Row extends object>(
  target: Pool | PoolClient,
  sql: string,
  parameters: readonly Parameter[] = [],
  name?: string,
) {
  try {
    return await target.query<Row>({
      text: sql,
      values: parameters.map(plain),
      ...(name === undefined ? {} : { name }),
    });
  } catch (error) {
    throw explainError(error);
  }
}

/** PostgreSQL's text has no NUL: it is shown as what can't be shown. */
const plain = (value: Parameter): Parameter => {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
  return Array.isArray(value) ? value.map((each) => plain(each) as string) : value;
};

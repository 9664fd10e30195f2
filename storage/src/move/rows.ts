import type { Queries } from '../postgres/database.ts';

/** A value as SQLite has it. */
export type Value = string | number | null | Uint8Array;

/** So much goes in one statement. */
const MOST_ROWS = 500;
const MOST_BYTES = 4 * 1024 * 1024;

/** A list that comes out of SQLite as JSON. */
export const LIST = 'text[]';

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Columns of a table, in the order of the names. Rejects where it lacks one of them. */
export async function columnsOf(queries: Queries, table: string, names: readonly string[]): Promise<readonly Column[]> {
  const types = await queries.rows<Column>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  );
  return names.map((name) => {
    const column = types.find((each) => each.name === name);
    if (!column) throw new Error(`table ${table} has no column ${name}`);
    return column;
  });
}

/** Rows on their way into one table, many in a statement. */
export class RowWriter {
  readonly #queries: Queries;
  readonly #sql: string;
  readonly #columns: readonly Column[];
  #rows: (readonly Value[])[] = [];
  #bytes = 0;
  /** Rows so far. */
  written = 0;

  /** Rejects where the table lacks one of the columns. */
  static async into(queries: Queries, table: string, names: readonly string[]): Promise<RowWriter> {
    return new RowWriter(queries, table, await columnsOf(queries, table, names));
  }

  private constructor(queries: Queries, table: string, columns: readonly Column[]) {
    this.#queries = queries;
    this.#columns = columns;
    const names = columns.map(({ name }) => `"${name}"`);
    const given = columns.map(({ type }, index) => `$${index + 1}::${type === LIST ? 'text' : type}[]`);
    const values = columns.map(({ name, type }) =>
      type === LIST ? `array(select json_array_elements_text("${name}"::json))` : `"${name}"`,
    );
    this.#sql = `insert into "${table}" (${names}) select ${values} from unnest(${given}) as given (${names})`;
  }

  /** By the order of the names. */
  async write(row: readonly Value[]): Promise<void> {
    this.#rows.push(row);
    for (const value of row) if (value instanceof Uint8Array) this.#bytes += value.byteLength;
    if (this.#rows.length >= MOST_ROWS || this.#bytes >= MOST_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    const rows = this.#rows;
    if (rows.length === 0) return;
    this.#rows = [];
    this.#bytes = 0;
    await this.#queries.run(
      this.#sql,
      this.#columns.map((_, index) => rows.map((row) => inArray(row[index] ?? null))),
    );
    this.written += rows.length;
  }
}

const inArray = (value: Value): string | number | null =>
  value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value;

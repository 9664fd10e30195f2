import { createHash } from 'node:crypto';
import type { Database } from '../postgres/database.ts';
import type { Sqlite } from '../sqlite/driver.ts';
import { AROUND, ASSETS, countIn, type Table } from './copy-tables.ts';
import type { Progress } from './move-error.ts';
import { type Column, columnsOf, LIST, type Value } from './rows.ts';

type Db = InstanceType<typeof Sqlite>;
type Found = Value | readonly string[] | undefined;
type Row = Readonly<Record<string, Found>>;

/** So many rows come at once: some are of a quarter of a megabyte. */
const AT_ONCE = 100;
const MODULUS = 2n ** 64n;

/** What isn't the same in tables beside documents: how many rows they have, and what stands in them. */
export async function differingTables(
  from: { readonly db: Db; readonly assets: Db | null },
  database: Database,
  onProgress: Progress,
): Promise<string[]> {
  const found: string[] = [];
  const tables = [
    ...AROUND.map((table) => ({ table, db: from.db })),
    ...ASSETS.map((table) => ({ table, db: from.assets })),
    { table: { name: 'document' }, db: from.db },
  ];
  for (const [index, { table, db }] of tables.entries()) {
    const before = db ? countIn(db, table) : 0;
    const row = await database.row<{ rows: number }>(`select count(*) as rows from ${table.name}`);
    if (row?.rows !== before) found.push(`table ${table.name} has ${row?.rows} rows in the place of ${before}`);
    else if (db && !READ_ELSEWHERE.includes(table.name) && !(await hasSameRows(db, database, table))) {
      found.push(`table ${table.name} has rows that are not the same`);
    }
    onProgress('tables compared', index + 1, tables.length);
  }
  return found;
}

/** Compared as what they are parts of. */
const READ_ELSEWHERE = ['document', 'asset_part'];

async function hasSameRows(db: Db, database: Database, { name, from = `select * from ${name}` }: Table) {
  const before = new RowsDigest();
  const rows = db.prepare<[], Row>(from);
  const columns = await columnsOf(
    database,
    name,
    rows.columns().map((column) => column.name),
  );
  for (const row of rows.iterate()) before.add(row, columns);
  const after = new RowsDigest();
  await database.transact(async (queries) => {
    const names = columns.map((column) => `"${column.name}"`).join(', ');
    await queries.run(`declare moved no scroll cursor for select ${names} from "${name}"`);
    for (;;) {
      const some = await queries.rows<Row>(`fetch ${AT_ONCE} from moved`);
      for (const row of some) after.add(row, columns);
      if (some.length < AT_ONCE) break;
    }
  });
  return before.sum === after.sum;
}

/** Of rows in any order. */
class RowsDigest {
  sum = 0n;

  add(row: Row, columns: readonly Column[]): void {
    const hash = createHash('sha256');
    for (const { name, type } of columns) {
      const value = row[name] ?? null;
      const isBytes = value instanceof Uint8Array;
      const bytes = isBytes ? value : Buffer.from(wordsOf(value, type));
      hash.update(`${isBytes ? 'bytes' : 'words'} ${bytes.length} `).update(bytes);
    }
    this.sum = (this.sum + hash.digest().readBigUInt64BE()) % MODULUS;
  }
}

/** PostgreSQL's text has no NUL, and lists in the place of their JSON. */
const wordsOf = (value: Exclude<Found, Uint8Array>, type: string): string => {
  const plain = type === LIST && typeof value === 'string' ? JSON.parse(value) : value;
  return JSON.stringify(plain ?? null).replaceAll('\\u0000', '\ufffd');
};

import type { Queries } from '../postgres/database.ts';
import type { Sqlite } from '../sqlite/driver.ts';
import type { Progress } from './move-error.ts';
import { RowWriter, type Value } from './rows.ts';

type Db = InstanceType<typeof Sqlite>;

/** A table, and what to ask SQLite for where that isn't all of it as it is. */
export interface Table {
  readonly name: string;
  readonly from?: string;
  /** The sequence that gives its next key. */
  readonly sequence?: string;
}

const keyed = (name: string, from?: string): Table => ({
  name,
  sequence: `${name}_key_seq`,
  ...(from === undefined ? {} : { from }),
});

/** What lies beside documents in their file, with the same names and columns on both sides. */
export const AROUND: readonly Table[] = [
  keyed('link'),
  { name: 'member' },
  { name: 'thumbnail' },
  keyed('thread'),
  keyed('comment'),
  keyed('message', `select *, json_extract(author, '$.id') as author_id from message`),
  { name: 'read_mark' },
  { name: 'tag' },
  { name: 'template' },
  { name: 'favourite' },
  { name: 'visit' },
  keyed('api_key'),
  { name: 'answer' },
  { name: 'live_value' },
  keyed('version'),
  keyed('version_piece'),
  { name: 'version_part' },
  { name: 'trail' },
  { name: 'person' },
];

/** What the file of assets holds. */
export const ASSETS: readonly Table[] = [
  { name: 'asset', sequence: 'asset_key' },
  { name: 'reference' },
  {
    name: 'asset_part',
    from: `select position >> 32 as asset, position & 0xffffffff as part, crc, bytes from part
      where position >> 32 in (select key from asset)`,
  },
];

/** What SQLite has of a table. */
export const countIn = (db: Db, { name, from }: Table): number =>
  db
    .prepare<[], number>(`select count(*) from ${from ? `(${from})` : name}`)
    .pluck()
    .get() ?? 0;

/** The next key is one that nobody has. */
export async function goOn(queries: Queries, table: string, sequence: string): Promise<void> {
  await queries.run(`select setval($1::regclass, coalesce(max(key), 0) + 1, false) from ${table}`, [sequence]);
}

/** Copies a table row by row, under the keys that they have. */
export async function copyTable(db: Db, queries: Queries, table: Table, onProgress: Progress): Promise<void> {
  const { name, from = `select * from ${name}`, sequence } = table;
  const total = countIn(db, table);
  const rows = db.prepare<[], Record<string, Value>>(from);
  const columns = rows.columns().map((column) => column.name);
  const writer = await RowWriter.into(queries, name, columns);
  let done = 0;
  for (const row of rows.iterate()) {
    await writer.write(columns.map((column) => row[column] ?? null));
    onProgress(name, ++done, total);
  }
  await writer.flush();
  if (sequence) await goOn(queries, name, sequence);
}

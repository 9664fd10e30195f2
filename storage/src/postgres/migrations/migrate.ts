import { StoreOpenError } from '../../document-store.ts';
import type { Database, Queries } from '../database.ts';

/**
 * A step of the layout. Steps that were released never change, and processes of the version before go on while one is
 * taken: add in one release what the next begins to use and a third takes away. A step that the version before can't
 * live with is marked: then all processes have to be stopped first.
 */
export interface Migration {
  readonly sql: string;
  /** Processes that don't know it are refused. */
  readonly isBreaking?: boolean;
}

/**
 * Brings a schema to the newest layout, each step wholly or not at all, one process at a time. A layout that is newer
 * than this code is left as it is. Rejects with `StoreOpenError` where this code can't live with it.
 */
export async function migrate(database: Database, schema: string, steps: readonly Migration[]): Promise<void> {
  await database.transact(async (queries) => {
    // Whoever comes second waits here and finds nothing left to do.
    await queries.run('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`cowrite migrations of ${schema}`]);
    const taken = await takenSteps(queries, schema);
    const unknown = taken.filter(({ version }) => version > steps.length);
    if (unknown.some(({ breaking }) => breaking)) {
      throw new StoreOpenError(
        `A newer version of cowrite wrote to the database (layout ${taken.at(-1)?.version}, this one knows ${steps.length}). Install that one.`,
      );
    }
    for (const [index, { sql, isBreaking = false }] of steps.entries()) {
      if (index < taken.length) continue;
      await queries.run(sql);
      await queries.run('insert into migration (version, breaking, at) values ($1, $2, now())', [
        index + 1,
        isBreaking,
      ]);
    }
  });
}

async function takenSteps(queries: Queries, schema: string): Promise<{ version: number; breaking: boolean }[]> {
  const present = await queries.row<{ migration: string | null }>(`select to_regclass('migration') as migration`);
  if (present?.migration == null) {
    await queries.run(`create schema if not exists "${schema}"`);
    await queries.run(
      'create table migration (version integer primary key, breaking boolean not null, at timestamptz not null)',
    );
  }
  return await queries.rows('select version, breaking from migration order by version');
}

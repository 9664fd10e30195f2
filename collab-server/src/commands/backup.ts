import { backUpSqlite, restoreSqlite } from '@cowrite/storage';
import { fail, ProgressLine, say, unlessRefused } from './terminal.ts';

export const backUp = async (target: string, { data }: { readonly data: string }): Promise<void> => {
  if (process.env.COWRITE_DATABASE_URL) {
    fail('COWRITE_DATABASE_URL names a database, and this copies a folder: back the database up with pg_dump');
  }
  const line = new ProgressLine();
  await backUpSqlite(data, target, (file, done) => line.show(file, done)).catch(unlessRefused);
  line.end();
  say(`backed up ${data} into ${target}`);
};

export const restore = async (backup: string, { data }: { readonly data: string }): Promise<void> => {
  const line = new ProgressLine();
  await restoreSqlite(backup, data, (file, done) => line.show(file, done)).catch(unlessRefused);
  line.end();
  say(`restored ${backup} into ${data}`);
  say('start it with --recovery 7d, so that browsers may bring back what was written after the backup');
};

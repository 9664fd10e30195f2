import { fail, ProgressLine, say, unlessRefused } from './terminal.ts';

interface MoveOptions {
  readonly data: string;
  readonly database?: string;
}

/** Copies a folder into a database, and compares the two. The folder stays. */
export const move = async ({ data, database }: MoveOptions): Promise<void> => {
  if (!database) fail('name the database to move into: --database postgres://user:password@host/name');
  else {
    const { moveToPostgres } = await import('@cowrite/storage/postgres');
    const line = new ProgressLine();
    const moved = await moveToPostgres(data, { url: database }, (what, done, total) =>
      line.show(what, done, total),
    ).catch(unlessRefused);
    line.end();
    for (const difference of moved.differences) process.stderr.write(`${difference}\n`);
    if (moved.differences.length > 0) {
      fail(`${moved.differences.length} differ: go on with ${data}, and try again with another database`, 2);
    }
    say(`moved ${moved.documents} documents and ${moved.files} files, and compared every one; ${data} is as it was`);
    say('start with COWRITE_DATABASE_URL from now on');
  }
};

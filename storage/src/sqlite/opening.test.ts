import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreOpenError } from '../document-store.ts';
import { Sqlite } from './driver.ts';
import { openSqliteStore } from './sqlite-store.ts';

describe('opening a store', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cowrite-open-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  async function refusal(place = dir): Promise<string> {
    const error = await openSqliteStore({ dir: place }).then(
      (store) => store.close().then(() => new Error('It was opened.')),
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(StoreOpenError);
    return error.message;
  }

  /** Opens a file as any program could. */
  function tamper(sql: string): void {
    const db = new Sqlite(join(dir, 'cowrite.sqlite'));
    db.exec(sql);
    db.close();
  }

  it('makes the directory, and leaves one file of data when closed', async () => {
    const place = join(dir, 'a', 'b');
    const store = await openSqliteStore({ dir: place });
    await store.create({ id: 'a', kind: 'document', title: '' });
    await store.close();
    expect((await readdir(place)).sort()).toEqual(['cowrite.lock', 'cowrite.sqlite']);
  });

  it('gives the write-ahead log its length in advance, so that commits write over what is there', async () => {
    const store = await openSqliteStore({ dir });
    // Each takes some four pages of the log, which is begun anew after a thousand.
    const append = () => store.append({ documentId: 'a', update: new Uint8Array(2048), user: null });
    const length = async () => (await stat(join(dir, 'cowrite.sqlite-wal'))).size;
    let seq = 0;
    // A hundred within 5 s, which on a slow disk aren't the first hundred.
    while (seq < 200 && (await length()) < 1_200_000) expect(await append()).toBe(++seq);
    const reserved = await length();
    expect(reserved).toBeGreaterThan(1_200_000);
    while (seq < 400) expect(await append()).toBe(++seq);
    expect(await length()).toBe(reserved);
    await store.close();
    const again = await openSqliteStore({ dir });
    expect((await again.load('a'))?.log.length).toBe(400);
    await again.close();
  });

  it('is refused while another store of the process has the directory, and works when that is closed', async () => {
    const first = await openSqliteStore({ dir });
    expect(await refusal()).toBe(
      `The data in ${dir} is in use: another process holds ${dir}/cowrite.lock. Stop that process or choose another directory.`,
    );
    expect(await first.append({ documentId: 'a', update: Uint8Array.of(1), user: null })).toBe(1);
    await first.close();
    await (await openSqliteStore({ dir })).close();
  });

  it('is refused where the place is a file', async () => {
    const file = join(dir, 'file');
    await writeFile(file, 'x');
    expect(await refusal(file)).toMatch(/^The data directory .*file can't be written \(EEXIST.*\)\. Choose another/);
    expect(await refusal(join(file, 'below'))).toMatch(/can't be written \(ENOTDIR/);
  });

  it('is refused where the file is no database', async () => {
    await writeFile(join(dir, 'cowrite.sqlite'), 'a letter to my aunt '.repeat(100));
    expect(await refusal()).toMatch(/cowrite\.sqlite can't be opened: It is damaged, or no database\./);
  });

  it("is refused where the file is another program's database, and leaves that alone", async () => {
    tamper('create table aunts (name text)');
    expect(await refusal()).toMatch(/It is another program's database/);
    tamper("insert into aunts values ('Emma')");
  });

  it('is refused where a newer version wrote the file', async () => {
    await (await openSqliteStore({ dir })).close();
    tamper('pragma user_version = 99');
    expect(await refusal()).toMatch(/A newer version wrote it \(layout 99, this one knows \d+\)/);
  });

  it('is refused where the directory or the file is not ours to write', async () => {
    const openAsNobody = `
      process.setuid?.(65534);
      const { openSqliteStore } = await import(${JSON.stringify(new URL('../../dist/index.js', import.meta.url))});
      await openSqliteStore({ dir: process.argv[1] }).then(() => console.log('opened'), (error) => console.log(error.message));
      process.exit();
    `;
    const root = process.getuid?.() === 0;
    const open = async (place: string) => {
      const script = root ? openAsNobody : openAsNobody.replace('process.setuid?.(65534);', '');
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, place]);
      const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      return said.trim();
    };
    await chmod(dir, 0o755);
    const place = join(dir, 'data');
    await mkdir(place, { mode: 0o555 });
    expect(await open(place)).toMatch(/^The data directory .*data can't be written \(EACCES/);

    await chmod(place, 0o755);
    await (await openSqliteStore({ dir: place })).close();
    if (root) await chown(place, 65534, 65534);
    await chmod(join(place, 'cowrite.sqlite'), 0o444);
    expect(await open(place)).toMatch(/can't be written \(EACCES.*cowrite\.sqlite/);
  });

  it.skipIf(!existsSync('/proc/self'))('refuses a place where no directory can be made', async () => {
    await expect(openSqliteStore({ dir: '/proc/cowrite/data' })).rejects.toThrow(
      /^The data directory .* can't be written/,
    );
  });

  it('goes on where a process died while it made the file', async () => {
    tamper('pragma page_size = 1024; pragma auto_vacuum = incremental; pragma journal_mode = wal');
    const store = await openSqliteStore({ dir });
    expect(await store.append({ documentId: 'a', update: Uint8Array.of(1), user: null })).toBe(1);
    await store.close();
  });

  it('leaves the file readable for a backup while the store is open', async () => {
    const store = await openSqliteStore({ dir });
    await store.append({ documentId: 'a', update: Uint8Array.of(1), user: null });
    const reader = new Sqlite(join(dir, 'cowrite.sqlite'), { readonly: true });
    await reader.backup(join(dir, 'copy.sqlite'));
    expect(await store.append({ documentId: 'a', update: Uint8Array.of(2), user: null })).toBe(2);
    reader.close();
    await store.close();
  });
});

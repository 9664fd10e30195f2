import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { Sqlite } from './driver.ts';

/** What is backed up, in this order: a document's assets are stored before it refers to them, and kept for days after. */
const FILES = ['cowrite.sqlite', 'assets.sqlite'] as const;
/** Written last: without it a backup is half of one. */
const MANIFEST = 'backup.json';
const PAGES_AT_ONCE = 2_000;

/** A backup can't be made, or restored; nothing was changed. The message says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

interface Manifest {
  readonly format: 1;
  readonly at: string;
  readonly files: Readonly<Record<string, { readonly size: number; readonly sha256: string }>>;
}

/** From 0 to 1. */
type Progress = (file: string, done: number) => void;

/**
 * Copies the data of a directory into a folder of its own, while a service may be writing to it: each file as it is at
 * one moment, with all that was acknowledged before the call. Rejects with `BackupError` where the folder isn't empty.
 */
export async function backUpSqlite(dir: string, target: string, onProgress: Progress = () => {}): Promise<void> {
  if (!existsSync(join(dir, FILES[0])))
    throw new BackupError(`There are no documents in ${dir}: name another with --data.`);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new BackupError(`${target} isn't empty: name a new folder for the backup.`);
  }
  mkdirSync(target, { recursive: true });
  const files: Record<string, { size: number; sha256: string }> = {};
  for (const file of FILES) {
    if (!existsSync(join(dir, file))) continue;
    await copyDatabase(join(dir, file), join(target, file), (done) => onProgress(file, done));
    files[file] = await fingerprint(join(target, file));
  }
  const manifest: Manifest = { format: 1, at: new Date().toISOString(), files };
  writeDurably(join(target, `${MANIFEST}.new`), JSON.stringify(manifest, null, 2));
  renameSync(join(target, `${MANIFEST}.new`), join(target, MANIFEST));
  syncDirectory(target);
}

/**
 * Puts a backup into a directory that has no data. Rejects with `BackupError` where it has, and where the backup isn't
 * whole or not as it was written.
 */
export async function restoreSqlite(backup: string, dir: string, onProgress: Progress = () => {}): Promise<void> {
  if (FILES.some((file) => existsSync(join(dir, file)))) {
    throw new BackupError(
      `There is data in ${dir}, which is never overwritten: move it away, or name another with --data.`,
    );
  }
  const { files } = await checkBackup(backup, onProgress);
  mkdirSync(dir, { recursive: true });
  const names = Object.keys(files);
  try {
    for (const file of names) {
      copyFileSync(join(backup, file), join(dir, `${file}.restoring`));
      syncFile(join(dir, `${file}.restoring`));
      if ((await fingerprint(join(dir, `${file}.restoring`))).sha256 !== files[file]?.sha256) {
        throw new BackupError(`${file} couldn't be copied as it is: try again, on another disk if need be.`);
      }
    }
    for (const file of names.toReversed()) renameSync(join(dir, `${file}.restoring`), join(dir, file));
    syncDirectory(dir);
  } finally {
    for (const file of names) rmSync(join(dir, `${file}.restoring`), { force: true });
  }
}

/** Whether a backup is whole and as it was written; rejects with `BackupError` where it isn't. */
export async function checkBackup(backup: string, onProgress: Progress = () => {}): Promise<Manifest> {
  const manifest = readManifest(backup);
  for (const [file, { size, sha256 }] of Object.entries(manifest.files)) {
    const path = join(backup, file);
    if (!existsSync(path)) throw new BackupError(`${file} is missing in ${backup}: take another backup.`);
    const found = statSync(path).size === size ? await fingerprint(path) : null;
    if (found?.sha256 !== sha256) {
      throw new BackupError(`${file} in ${backup} isn't what was written there: take another backup.`);
    }
    onProgress(file, 1);
  }
  return manifest;
}

function readManifest(backup: string): Manifest {
  if (!existsSync(join(backup, MANIFEST))) {
    throw new BackupError(`${backup} is no backup, or half of one: it has no ${MANIFEST}, which is written last.`);
  }
  try {
    const manifest = JSON.parse(readFileSync(join(backup, MANIFEST), 'utf8')) as Manifest;
    const isKnown =
      manifest.format === 1 && Object.keys(manifest.files).every((each) => FILES.some((file) => file === each));
    if (isKnown && manifest.files[FILES[0]]) return manifest;
  } catch {
    // Told below.
  }
  throw new BackupError(
    `${join(backup, MANIFEST)} can't be read: take another backup, or install the version that made it.`,
  );
}

/** What the tables of a directory's files say is damaged, a line each; none where all is well. The service has to be stopped. */
export function findDamage(dir: string): string[] {
  return FILES.filter((file) => existsSync(join(dir, file))).flatMap((file) => {
    let db: Database.Database | undefined;
    try {
      db = new Sqlite(join(dir, file), { readonly: true });
      const rows = db.pragma('integrity_check(20)') as { integrity_check: string }[];
      return rows.flatMap(({ integrity_check: line }) => (line === 'ok' ? [] : `${file}: ${line}`));
    } catch (error) {
      return [`${file}: ${error instanceof Error ? error.message : String(error)}`];
    } finally {
      db?.close();
    }
  });
}

/** Gives the disk back what the files of a directory don't need. The service has to be stopped. */
export function shrink(dir: string): void {
  for (const file of FILES.filter((each) => existsSync(join(dir, each)))) {
    const db = new Sqlite(join(dir, file));
    try {
      db.exec('vacuum');
      db.pragma('wal_checkpoint(truncate)');
    } finally {
      db.close();
    }
  }
}

async function copyDatabase(from: string, to: string, onProgress: (done: number) => void): Promise<void> {
  const db = new Sqlite(from, { readonly: true, timeout: 10_000 });
  try {
    // What is read from here on is one moment: else each commit of the service would start the copy over.
    db.exec('begin');
    db.prepare('select count(*) from sqlite_schema').get();
    await db.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages === 0 ? 0 : (totalPages - remainingPages) / totalPages);
        return PAGES_AT_ONCE;
      },
    });
    db.exec('commit');
    onProgress(1);
  } finally {
    db.close();
  }
  syncFile(to);
}

async function fingerprint(file: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  return { size: statSync(file).size, sha256: hash.digest('hex') };
}

function writeDurably(file: string, text: string): void {
  writeFileSync(file, text);
  syncFile(file);
}

function syncFile(file: string): void {
  const opened = openSync(file, 'r+');
  fsyncSync(opened);
  closeSync(opened);
}

function syncDirectory(dir: string): void {
  const opened = openSync(dir, 'r');
  fsyncSync(opened);
  closeSync(opened);
}

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AssetStore,
  BackupError,
  type DocumentStore,
  findDamage,
  openSqliteAssetStore,
  restoreSqlite,
  StoreUnavailableError,
} from '@cowrite/storage';
import { ContentThreads } from '../content/content-threads.ts';
import { allDocuments, openExisting } from './data-folder.ts';
import { openStores, type StoragePlace, type Stores } from './stores.ts';
import { fail, ProgressLine, say, unlessRefused } from './terminal.ts';

/** Checks the files of a folder, or a database, that every document loads, and every asset's bytes. A backup is checked as a copy of it. */
export const verify = async (backup: string | undefined, place: StoragePlace): Promise<void> => {
  const problems = backup === undefined ? await inspect(place).catch(unlessRefused) : await inspectBackup(backup);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) fail(`${problems.length} found wrong${backup === undefined ? ': restore a backup' : ''}`, 2);
  say('all is well');
};

const inspectBackup = async (backup: string): Promise<string[]> => {
  const copy = await mkdtemp(join(tmpdir(), 'cowrite-verify-'));
  try {
    await restoreSqlite(backup, copy);
    return await inspect({ data: copy });
  } catch (error) {
    return error instanceof BackupError ? [error.message] : unlessRefused(error);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
};

/** What is there; nothing is made. */
const openThere = async (place: StoragePlace): Promise<Omit<Stores, 'assets'> & { assets: AssetStore | null }> => {
  if (place.database) return openStores(place);
  const { data } = place;
  const store = await openExisting(data);
  const assets = existsSync(join(data, 'assets.sqlite')) ? await openSqliteAssetStore({ dir: data }) : null;
  return { store, assets, close: async () => void (await Promise.all([store.close(), assets?.close()])) };
};

const inspect = async (place: StoragePlace): Promise<string[]> => {
  const { store, assets, close } = await openThere(place);
  const threads = new ContentThreads();
  const line = new ProgressLine();
  try {
    const problems = place.database ? [] : findDamage(place.data);
    const documents = await allDocuments(store);
    for (const [index, { id }] of documents.entries()) {
      line.show('documents', index + 1, documents.length);
      try {
        const stored = await store.load(id);
        const updates = stored?.log.map(({ update }) => update) ?? [];
        await threads.run('compact', { state: stored?.snapshot?.state ?? null, updates });
      } catch (error) {
        problems.push(`document ${id}: ${wrongIn(error)}`);
      }
    }
    if (assets) problems.push(...(await inspectAssets(assets, threads, store)));
    line.end();
    say(`${documents.length} documents looked at`);
    return problems;
  } finally {
    await Promise.all([close(), threads.close()]);
  }
};

/** Those that documents refer to, read whole: the store checks each piece. */
const inspectAssets = async (assets: AssetStore, threads: ContentThreads, store: DocumentStore): Promise<string[]> => {
  const problems: string[] = [];
  for (
    let after = '', holders = await assets.holders(after);
    holders.length > 0;
    holders = await assets.holders(after)
  ) {
    for (const id of holders) {
      after = id;
      const stored = await store.load(id).catch(unlessDamaged);
      if (!stored) continue;
      const updates = stored.log.map(({ update }) => update);
      const state = stored.snapshot?.state ?? null;
      const referred = await threads.run('assets', { kind: stored.meta.kind, state, updates }).catch(() => []);
      for (const hash of referred) {
        try {
          if (!(await assets.find(id, hash))) continue;
          for await (const _ of assets.read(id, hash));
        } catch (error) {
          problems.push(`asset ${hash} of document ${id}: ${wrongIn(error)}`);
        }
      }
    }
  }
  return problems;
};

/** What is wrong in what was read; throws what kept it from being read: a database that is away is no damage. */
const wrongIn = (error: unknown): string => {
  if (error instanceof StoreUnavailableError) throw error;
  return error instanceof Error ? error.message : String(error);
};

/** Documents that are damaged were told of before. */
const unlessDamaged = (error: unknown): null => {
  wrongIn(error);
  return null;
};

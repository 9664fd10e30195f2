import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentMeta, type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { CommandError } from './terminal.ts';

/** Throws `CommandError` where a folder has no documents. */
export const expectDocuments = (data: string): void => {
  if (existsSync(join(data, 'cowrite.sqlite'))) return;
  throw new CommandError(`there are no documents in ${data}: name another folder with --data`);
};

/** Opens the documents of a folder; makes none. */
export const openExisting = async (data: string): Promise<DocumentStore> => {
  expectDocuments(data);
  return await openSqliteStore({ dir: data });
};

/** Every document, those in the trash too. */
export const allDocuments = async (store: DocumentStore): Promise<DocumentMeta[]> => {
  const found: DocumentMeta[] = [];
  for (const deleted of [false, true]) {
    let cursor: string | null = null;
    do {
      const page = await store.list({ limit: 200, deleted, ...(cursor === null ? {} : { cursor }) });
      found.push(...page.documents);
      cursor = page.next;
    } while (cursor !== null);
  }
  return found;
};

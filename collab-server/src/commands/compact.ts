import { shrink } from '@cowrite/storage';
import { ContentThreads } from '../content/content-threads.ts';
import { allDocuments, openExisting } from './data-folder.ts';
import { fail, ProgressLine, say, unlessRefused } from './terminal.ts';

/** Makes a snapshot of every document's log, and gives the disk back what isn't needed. */
export const compact = async ({ data }: { readonly data: string }): Promise<void> => {
  if (process.env.COWRITE_DATABASE_URL) {
    fail('COWRITE_DATABASE_URL names a database, which PostgreSQL keeps tidy: this is for a folder');
  }
  const store = await openExisting(data).catch(unlessRefused);
  const threads = new ContentThreads();
  const line = new ProgressLine();
  let compacted = 0;
  try {
    const documents = (await allDocuments(store)).filter(({ deletedAt }) => deletedAt === null);
    for (const [index, { id }] of documents.entries()) {
      line.show('documents', index + 1, documents.length);
      const stored = await store.load(id);
      const last = stored?.log.at(-1);
      if (!stored || !last) continue;
      const updates = stored.log.map(({ update }) => update);
      const made = await threads.run('compact', { state: stored.snapshot?.state ?? null, updates });
      if (await store.compact(id, { seq: last.seq, ...made }, stored.snapshot?.seq ?? 0)) compacted++;
    }
  } finally {
    await Promise.all([store.close(), threads.close()]);
  }
  shrink(data);
  line.end();
  say(`${compacted} documents compacted`);
};

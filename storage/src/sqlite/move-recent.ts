import type { Contents } from './recent.ts';
import type { Tables } from './updates.ts';

/** Milliseconds of one transaction before its commit, and so about what an append waits for it; and rows at most. */
const stepTime = 2;
const mostRows = 1000;

/**
 * Moves what is in `recent` to the log, in short transactions with pauses between them. A crash on the way leaves rows
 * in both: those in the log count, and the next time starts after them.
 */
export async function moveRecent(tables: Tables, pause: () => Promise<void>): Promise<void> {
  const { connection, documents, recent } = tables;
  const contents = recent.contents();
  if (contents.places.length === 0) return;
  for (let next = 0; next < contents.places.length; ) {
    next = connection.write(() => moveSome(tables, contents, next));
    await pause();
  }
  recent.remove(contents);
  const kept = new Set(recent.keys());
  for (const { key } of contents.places) if (!kept.has(key)) documents.forgetChange(key);
}

function moveSome({ documents, log, snapshots }: Tables, { places }: Contents, from: number): number {
  const until = performance.now() + stepTime;
  let document = 0;
  let after = 0;
  let next = from;
  for (const { key, position } of places.slice(from, from + mostRows)) {
    if (key !== document) {
      document = key;
      after = Math.max(log.lastSeq(key), snapshots.seq(key));
      documents.writeChange(key);
    }
    log.copyRecent(position, after);
    next++;
    if (performance.now() >= until) break;
  }
  return next;
}

/**
 * Run by tests, to be killed by them: `writer.test-child.js <dir> <documents> <in flight>` appends until it dies and
 * prints one line a result: `ack <document> <seq>` once an append has resolved, `refused <error>` where it was rejected.
 * The update says which document and seq it expects to be, so that whoever reads the store can tell. Now and then it
 * compacts, or appends something large, so that it is killed in the midst of that too.
 */
import { setTimeout } from 'node:timers/promises';
import type { DocumentStore } from '../document-store.ts';
import { openSqliteStore } from './sqlite-store.ts';

const [dir = '', documents = '1', inFlight = '1'] = process.argv.slice(2);
const store = await openSqliteStore({ dir });
process.stdout.write('open\n');

const ids = Array.from({ length: Number(documents) }, (_, index) => `doc-${index}`);
await Promise.all(ids.flatMap((id) => writeForever(store, id)));

async function writeForever(store: DocumentStore, documentId: string): Promise<void> {
  const stored = await store.load(documentId);
  let seq = stored?.log.at(-1)?.seq ?? stored?.snapshot?.seq ?? 0;
  let snapshot = stored?.snapshot?.seq ?? 0;
  for (;;) {
    const count = 1 + Math.floor(Math.random() * Number(inFlight));
    const updates = Array.from({ length: count }, (_, index) => update(documentId, seq + 1 + index));
    const outcomes = await Promise.allSettled(updates.map((update) => append(documentId, update)));
    const stored = outcomes.filter(({ status }) => status === 'fulfilled').length;
    seq += stored;
    if (stored < count) await setTimeout(10);
    if (stored < count || Math.random() > 0.02) continue;
    const state = Buffer.alloc(Math.random() < 0.1 ? 1_000_000 : 1000, seq);
    const compacted = store.compact(documentId, { seq, state, summary: Buffer.from(`${seq}`) }, snapshot);
    if (await compacted.catch(refused)) snapshot = seq;
  }
}

/** One in many is large. */
function update(documentId: string, seq: number): Buffer {
  return Buffer.from(`${documentId}:${seq}`.padEnd(Math.random() < 0.002 ? 700_000 : 0));
}

async function append(documentId: string, update: Buffer): Promise<void> {
  try {
    const seq = await store.append({ documentId, update, user: 'writer' });
    process.stdout.write(`ack ${documentId} ${seq}\n`);
  } catch (error) {
    refused(error);
    throw error;
  }
}

function refused(error: unknown): void {
  const noted = store.failure === error ? 'noted' : 'not noted';
  process.stdout.write(`refused ${error instanceof Error ? `${error.name}: ${error.message}` : error} (${noted})\n`);
}

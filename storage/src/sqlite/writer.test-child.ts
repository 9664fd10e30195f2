/**
 * Run by tests, to be killed by them: `writer.test-child.js <dir> <documents> <in flight>` appends until it dies and
 * prints one line a result: `ack <document> <seq> <number>` once an append has resolved, `refused <error>` where it was
 * rejected. An update says of which document it is, and its number: the higher, the later it was appended. Now and then
 * it compacts, or appends something large, so that it is killed in the midst of that too.
 */
import { setTimeout } from 'node:timers/promises';
import type { DocumentStore } from '../document-store.ts';
import { openSqliteStore } from './sqlite-store.ts';

const [dir = '', documents = '1', inFlight = '1'] = process.argv.slice(2);
const store = await openSqliteStore({ dir });
process.stdout.write('open\n');

// Above those of a writer that was killed before.
let lastNumber = Date.now() * 1000;

const ids = Array.from({ length: Number(documents) }, (_, index) => `doc-${index}`);
await Promise.all(ids.flatMap((id) => writeForever(store, id)));

async function writeForever(store: DocumentStore, documentId: string): Promise<void> {
  const stored = await store.load(documentId);
  let seq = stored?.log.at(-1)?.seq ?? stored?.snapshot?.seq ?? 0;
  let snapshot = stored?.snapshot?.seq ?? 0;
  for (;;) {
    const count = 1 + Math.floor(Math.random() * Number(inFlight));
    const appends = Array.from({ length: count }, () => append(documentId, ++lastNumber));
    const outcomes = await Promise.allSettled(appends);
    const seqs = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
    const stored = seqs.length;
    seq = seqs.at(-1) ?? seq;
    if (stored < count) await setTimeout(10);
    if (stored < count || Math.random() > 0.02) continue;
    const state = Buffer.alloc(Math.random() < 0.1 ? 1_000_000 : 1000, seq);
    const compacted = store.compact(documentId, { seq, state, summary: Buffer.from(`${seq}`) }, snapshot);
    if (await compacted.catch(refused)) snapshot = seq;
  }
}

async function append(documentId: string, number: number): Promise<number> {
  // One in many is large.
  const update = Buffer.from(`${documentId}:${number}`.padEnd(Math.random() < 0.002 ? 700_000 : 0));
  try {
    const seq = await store.append({ documentId, update, user: 'writer' });
    process.stdout.write(`ack ${documentId} ${seq} ${number}\n`);
    return seq;
  } catch (error) {
    refused(error);
    throw error;
  }
}

function refused(error: unknown): void {
  const noted = store.failure === error ? 'noted' : 'not noted';
  process.stdout.write(`refused ${error instanceof Error ? `${error.name}: ${error.message}` : error} (${noted})\n`);
}

import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { StoreOpenError } from '../document-store.ts';
import type { Answer } from '../threads/answer.ts';
import { Access } from './access.ts';
import { Background } from './background.ts';
import { ClientOwners } from './client-owners.ts';
import { commentOperations } from './comments.ts';
import { type Connection, openConnection } from './connection.ts';
import { Documents } from './documents.ts';
import { toPlainError } from './explain-error.ts';
import { LargeUpdates } from './large-updates.ts';
import { Library } from './library.ts';
import { Log } from './log.ts';
import { createOperations } from './operations.ts';
import { unpackAppends } from './packed-appends.ts';
import { Parts } from './parts.ts';
import { People } from './people.ts';
import { Programs } from './programs.ts';
import { Recent } from './recent.ts';
import { Snapshots } from './snapshots.ts';
import type { AppendAnswer, Call, Operations, PackedAppends, PackedDocument, ThreadData } from './thread-messages.ts';
import { Thumbnails } from './thumbnails.ts';
import { Trails } from './trails.ts';
import { Updates } from './updates.ts';
import { Versions } from './versions.ts';

if (!parentPort) throw new Error('This module is a worker thread of the store.');
const calls = parentPort;
const { appends, ...options }: ThreadData = workerData;

let connection: Connection | undefined;
try {
  connection = openConnection(options);
  serve(connection);
} catch (error) {
  connection?.close();
  const unreadable = `The data in ${options.dir} can't be read: ${error}. Restore it from a backup.`;
  answer({ type: 'refused', message: error instanceof StoreOpenError ? error.message : unreadable });
  appends.close();
  calls.close();
}

function serve(connection: Connection): void {
  const documents = new Documents(connection);
  const parts = new Parts(connection);
  const tables = {
    connection,
    documents,
    recent: new Recent(connection),
    log: new Log(connection.db),
    parts,
    large: new LargeUpdates(connection, parts),
    snapshots: new Snapshots(connection, parts),
    owners: new ClientOwners(connection.db),
  };
  const updates = new Updates(tables);
  const background = new Background(tables);
  const trails = new Trails(connection, documents);
  const operations = createOperations({
    tables,
    access: new Access(connection, documents),
    library: new Library(connection, documents),
    thumbnails: new Thumbnails(connection, documents),
    updates,
    background,
    versions: new Versions(connection, documents, trails),
    trails,
    people: new People(connection),
    comments: commentOperations(connection, documents),
    programs: new Programs(connection),
  });

  appends.on('message', append);
  calls.on('message', async (call: Call) => {
    // People wait for appends at every keystroke: they overtake what is queued here.
    const waiting = receiveMessageOnPort(appends);
    if (waiting) append(waiting.message);
    try {
      if (call.name === 'load') {
        const document = operations.load(...call.args);
        answer({ type: 'done', id: call.id, value: document }, document ? buffersOf(document) : []);
      } else {
        answer({ type: 'done', id: call.id, value: await perform(operations, call) });
      }
    } catch (error) {
      answer({ type: 'failed', id: call.id, error: toPlainError(error) });
    }
    if (call.name === 'close') {
      calls.close();
      appends.close();
    }
  });
  answer({ type: 'opened' });

  function append({ bytes, count }: PackedAppends): void {
    const started = performance.now();
    let reply: AppendAnswer;
    try {
      const results = updates.append(unpackAppends(bytes, count));
      reply = { results, milliseconds: performance.now() - started };
    } catch (error) {
      reply = { error: toPlainError(error) };
    }
    appends.postMessage(reply);
    background.noteCommit();
  }
}

function perform(operations: Operations, { name, args }: Call): unknown {
  return (operations[name] as (...args: readonly unknown[]) => unknown)(...args);
}

/** What is transferred of a loaded document, whatever its size. */
function buffersOf({ snapshot, log }: PackedDocument): ArrayBuffer[] {
  const buffers = [log.bytes, ...log.large.map(({ buffer }) => buffer)];
  return snapshot ? [snapshot.state.buffer, ...buffers] : buffers;
}

function answer(message: Answer, transfer: ArrayBuffer[] = []): void {
  calls.postMessage(message, transfer);
}

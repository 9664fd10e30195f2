import { createHash } from 'node:crypto';
import * as Y from 'yjs';

/**
 * A hash of all that a document says: what was inserted and deleted (state vector and delete set) and what `read` reads
 * of it. Two replicas that converged have the same one, however their structs happen to be split.
 */
export const replicaHash = (doc: Y.Doc, read: (doc: Y.Doc) => unknown): string =>
  createHash('sha256')
    .update(Y.encodeSnapshot(Y.snapshot(doc)))
    .update(JSON.stringify(read(doc)))
    .digest('hex');

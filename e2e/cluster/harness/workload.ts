import { setTimeout as delay } from 'node:timers/promises';
import type * as Y from 'yjs';
import { countOf, NumberedWriter } from '../../harness/numbered-writer.ts';
import type { Random } from '../../harness/random.ts';
import { replicaHash } from '../../harness/replica.ts';
import { WireClient } from '../../harness/wire-client.ts';
import type { Cluster } from './cluster.ts';

const WRITERS = 4;
const WRITE_EVERY_MS = 25;
/** A writer that hears nothing for so long looks for another node. */
const PATIENCE_MS = 4_000;
/** A node that wasn't told of a row finds it within five seconds (N2). */
const SETTLED_WITHIN_MS = 10_000;
/** How likely one whose connection is lost never comes back: nobody but the service can have what it wrote. */
const RETIRES = 0.3;

/** People who write at whichever node answers, in several documents, while the cluster is being broken. */
export class Workload {
  readonly #cluster: Cluster;
  readonly #random: Random;
  readonly #authors: Author[] = [];
  readonly #running: Promise<void>[] = [];
  #stopped = false;
  #count = 0;

  constructor(cluster: Cluster, random: Random, documents: readonly string[]) {
    this.#cluster = cluster;
    this.#random = random;
    this.documents = documents;
  }

  readonly documents: readonly string[];

  get summary(): string {
    const saved = this.#authors.reduce((sum, { writer }) => sum + writer.saved, 0);
    const written = this.#authors.reduce((sum, { writer }) => sum + writer.written, 0);
    return `${this.#authors.length} authors, ${written} updates written, ${saved} known to be saved`;
  }

  start(): void {
    for (const documentId of this.documents) {
      for (let left = WRITERS; left > 0; left--) this.#running.push(this.#write(documentId));
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
    await Promise.all(this.#authors.map(({ writer }) => writer.leave()));
  }

  /** Ends the writing; then what was saved or seen by another and isn't there any more, at any node, whoever wrote it. */
  async losses(): Promise<string[]> {
    // Without a goodbye: nothing more is sent that could make up for what is missing.
    await this.stop();
    return settled(() => this.#lacking());
  }

  async #lacking(): Promise<string[]> {
    const losses: string[] = [];
    for (const [index, documentId] of this.#places()) {
      const kept = await this.#read(index, documentId);
      for (const { writer } of this.#authorsOf(documentId)) {
        const others = this.#authorsOf(documentId).filter((other) => other.writer !== writer);
        const seen = Math.max(0, ...others.map((other) => countOf(other.writer.doc, writer.name)));
        const found = countOf(kept, writer.name);
        const where = `${documentId} of ${writer.name} at node ${index}`;
        if (found < writer.saved) losses.push(`${writer.saved - found} saved in ${where}`);
        if (found < seen) losses.push(`${seen - found} seen in ${where}`);
        if (found > writer.written) losses.push(`${found - writer.written} never written in ${where}`);
      }
    }
    return losses;
  }

  /** Brings everybody back who hasn't retired, waits until all is saved, and says who has something else than the others. */
  async differences(): Promise<string[]> {
    const present = this.#authors.filter(({ isRetired }) => !isRetired);
    for (const [place, { writer, documentId }] of present.entries()) {
      await this.#connect(writer, documentId, place % this.#cluster.nodes.length);
    }
    for (const { writer } of present) await writer.allSaved();
    const differences = await settled(() => this.#different(present));
    await Promise.all(present.map(({ writer }) => writer.leave()));
    return differences;
  }

  async #different(present: readonly Author[]): Promise<string[]> {
    const differences: string[] = [];
    for (const documentId of this.documents) {
      const own = present.filter((author) => author.documentId === documentId).map(({ writer }) => writer.doc);
      const hashes = new Set(own.map(hashOf));
      for (const [index] of this.#cluster.nodes.entries()) hashes.add(hashOf(await this.#read(index, documentId)));
      if (hashes.size > 1) differences.push(`${documentId}: ${hashes.size} states`);
    }
    return differences;
  }

  async #write(documentId: string): Promise<void> {
    while (!this.#stopped) {
      const author = { writer: new NumberedWriter(`author ${this.#count++}`), documentId, isRetired: false };
      this.#authors.push(author);
      while (!this.#stopped && !author.isRetired) {
        await this.#session(author);
        author.isRetired = !this.#stopped && this.#random.chance(RETIRES);
      }
    }
  }

  /** One connection, until it is lost or says nothing any more. */
  async #session({ writer, documentId }: Author): Promise<void> {
    const running = this.#cluster.nodes.flatMap(({ server }, index) => (server.isRunning ? [index] : []));
    if (running.length === 0) return void (await delay(100));
    const connected = await writer.tryToConnect(
      this.#cluster.syncUrl(this.#random.pick(running), documentId),
      PATIENCE_MS,
    );
    let heardAt = Date.now();
    let saved = writer.known;
    while (connected && !this.#stopped && writer.isConnected && Date.now() - heardAt < PATIENCE_MS) {
      writer.write();
      await delay(WRITE_EVERY_MS);
      if (writer.known === saved) continue;
      saved = writer.known;
      heardAt = Date.now();
    }
    await writer.drop();
    if (!connected) await delay(this.#random.between(50, 300));
  }

  async #connect(writer: NumberedWriter, documentId: string, index: number): Promise<void> {
    const url = this.#cluster.syncUrl(index, documentId);
    for (let left = 20; left > 0; left--) if (await writer.tryToConnect(url, 10_000)) return;
    throw new Error(`${writer.name} can't connect to node ${index}`);
  }

  async #read(index: number, documentId: string): Promise<Y.Doc> {
    for (let left = 20; ; left--) {
      try {
        const reader = await WireClient.join(this.#cluster.syncUrl(index, documentId));
        await reader.drop();
        return reader.doc;
      } catch (error) {
        if (left === 0) throw error;
        await delay(500);
      }
    }
  }

  #authorsOf(documentId: string): Author[] {
    return this.#authors.filter((author) => author.documentId === documentId);
  }

  #places(): [number, string][] {
    return [...this.#cluster.nodes.keys()].flatMap((index) =>
      this.documents.map((documentId): [number, string] => [index, documentId]),
    );
  }
}

interface Author {
  readonly writer: NumberedWriter;
  readonly documentId: string;
  isRetired: boolean;
}

const hashOf = (doc: Y.Doc): string => replicaHash(doc, () => null);

/** What is wrong once nodes had the time that they may take. */
const settled = async (complaints: () => Promise<string[]>): Promise<string[]> => {
  for (const end = Date.now() + SETTLED_WITHIN_MS; ; await delay(200)) {
    const found = await complaints();
    if (found.length === 0 || Date.now() > end) return found;
  }
};

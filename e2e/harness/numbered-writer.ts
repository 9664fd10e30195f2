import * as Y from 'yjs';
import { WireClient } from './wire-client.ts';

/**
 * A client whose every update is a number, one higher than its last, at the end of an array of its own, so that what
 * became of each update can be counted.
 */
export class NumberedWriter {
  readonly name: string;
  readonly doc = new Y.Doc();
  /** The highest of its numbers that a server has called saved. */
  saved = 0;
  #client: WireClient | null = null;
  /** The last number in each sync frame of the connection. */
  #numberAtFrame: number[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get written(): number {
    return countOf(this.doc, this.name);
  }

  async connect(url: string): Promise<void> {
    const client = this.#open(url);
    await client.until(() => client.isSynced, 'the first sync');
  }

  /** False, and no connection, where it isn't in sync within so many milliseconds. */
  async tryToConnect(url: string, patience: number): Promise<boolean> {
    const client = this.#open(url);
    const late = setTimeout(() => void client.drop(), patience);
    const synced = await client
      .until(() => client.isSynced, 'the first sync')
      .then(
        () => true,
        () => false,
      );
    clearTimeout(late);
    return synced;
  }

  get isConnected(): boolean {
    return this.#client?.isOpen ?? false;
  }

  /** The highest of its numbers that is called saved by now. */
  get known(): number {
    return Math.max(this.saved, this.#numberAtFrame[this.#client?.framesSaved ?? 0] ?? 0);
  }

  /** Cuts the line. */
  async drop(): Promise<void> {
    await this.#client?.drop();
    await this.lose();
  }

  /** Goes on while the connection is lost: what is written then waits in the document. */
  write(): void {
    this.doc.getArray<number>(this.name).push([this.written + 1]);
  }

  /** Resolves once the connection is gone and all that the server sent before is read. */
  async lose(): Promise<void> {
    const client = this.#client;
    if (client === null) return;
    await client.closed;
    this.saved = Math.max(this.saved, this.#numberAtFrame[client.framesSaved] ?? 0);
  }

  async allSaved(): Promise<void> {
    await this.#client?.until(() => this.#numberAtFrame[this.#client?.framesSaved ?? 0] === this.written, 'all saved');
  }

  async leave(): Promise<void> {
    await this.#client?.close();
    await this.lose();
  }

  #open(url: string): WireClient {
    this.#numberAtFrame = [0];
    const sent = (frame: number) => {
      this.#numberAtFrame[frame] = this.written;
    };
    this.#client = new WireClient(url, this.doc, { sent });
    return this.#client;
  }
}

/** How many numbers of a writer a document has; throws where they aren't 1, 2, 3 …, each once and in order. */
export const countOf = (doc: Y.Doc, writer: string): number => {
  const numbers = doc.getArray<number>(writer).toArray();
  const wrong = numbers.findIndex((number, index) => number !== index + 1);
  if (wrong >= 0) throw new Error(`${writer}'s number ${wrong + 1} reads ${numbers[wrong]}`);
  return numbers.length;
};

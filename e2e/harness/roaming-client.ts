import * as Y from 'yjs';
import type { Random } from './random.ts';
import { WireClient } from './wire-client.ts';

/**
 * A client as people's are: it edits whether it is connected or not, loses its connection in the middle of things,
 * leaves in good order, and returns with what it has. Each move is one the random source picks.
 */
export class RoamingClient {
  readonly doc = new Y.Doc();
  readonly #url: string;
  readonly #random: Random;
  #client: WireClient | null = null;

  constructor(url: string, random: Random) {
    this.#url = url;
    this.#random = random;
  }

  /** Does one thing; resolves once it is done, which for a connection means asked for, not synced. */
  async move(): Promise<void> {
    if (this.#random.chance(0.9)) return this.#edit();
    if (this.#client === null) return this.connect();
    // Half of them leave with updates on their way.
    await (this.#random.chance(0.5) ? this.#client.drop() : this.#client.close());
    this.#client = null;
  }

  connect(): void {
    this.#client ??= new WireClient(this.#url, this.doc);
  }

  /** Connected, in sync, and everything saved. */
  async settle(): Promise<void> {
    this.connect();
    const client = this.#client;
    await client?.until(() => client.isSynced && client.framesSent > 0 && client.isSaved, 'rest');
  }

  /** Resolves once the document is as `isThere` wants it. */
  async until(isThere: (doc: Y.Doc) => boolean, what: string): Promise<void> {
    await this.#client?.until(() => isThere(this.doc), what);
  }

  async leave(): Promise<void> {
    await this.#client?.close();
    this.#client = null;
  }

  #edit(): void {
    const kind = this.#random.pick(['insert', 'insert', 'delete', 'format', 'set', 'unset', 'push'] as const);
    const text = this.doc.getText('text');
    const map = this.doc.getMap('map');
    const list = this.doc.getArray('list');
    const content = text.toString();
    const at = characterStart(content, this.#random.between(0, content.length));
    const length = characterStart(content, Math.min(at + this.#random.between(1, 8), content.length)) - at;
    if (kind === 'insert') text.insert(at, this.#random.pick(['a', 'word ', '\n', 'émoji 🙂', 'x'.repeat(300)]));
    else if (kind === 'delete') text.delete(at, length);
    else if (kind === 'format') text.format(at, length, { bold: this.#random.chance(0.5) || null });
    else if (kind === 'set') map.set(`key ${this.#random.between(0, 5)}`, this.#random.between(0, 1_000));
    else if (kind === 'unset') map.delete(`key ${this.#random.between(0, 5)}`);
    else list.insert(this.#random.between(0, list.length), [new Y.Map([['n', this.#random.between(0, 9)]])]);
  }
}

/** No editor cuts a character of two code units in half, and Yjs's replicas differ over what is left of one that is. */
const characterStart = (content: string, index: number): number =>
  /[\udc00-\udfff]/.test(content.charAt(index)) ? index - 1 : index;

/** All that such a client can have written. */
export const readRoamed = (doc: Y.Doc): unknown => {
  const map = doc.getMap('map').toJSON();
  return [doc.getText('text').toDelta(), Object.entries(map).sort(), doc.getArray('list').toJSON()];
};

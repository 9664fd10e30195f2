import { expect } from 'vitest';
import * as Y from 'yjs';
import type { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';

/** Two who write in a document while something bad happens to it or beside it; one is a stock y-websocket client. */
export class Bystanders {
  readonly writer: WireClient;
  readonly reader: WireClient;
  readonly #pid: number;
  readonly #server: CowriteServer;
  readonly #url: string;

  private constructor(server: CowriteServer, url: string, writer: WireClient, reader: WireClient) {
    this.#server = server;
    this.#url = url;
    this.#pid = server.pid;
    this.writer = writer;
    this.reader = reader;
  }

  static async join(server: CowriteServer, documentId: string): Promise<Bystanders> {
    const url = server.syncUrl(documentId);
    const writer = await WireClient.join(url);
    return new Bystanders(server, url, writer, await WireClient.join(url, new Y.Doc(), { protocols: [] }));
  }

  /** Writes one more line; resolves once it is saved and the other has it. */
  async write(): Promise<void> {
    const list = this.writer.doc.getArray<string>('bystanders');
    list.push([`line ${list.length}`]);
    const { length } = list;
    await this.reader.until(() => this.reader.doc.getArray('bystanders').length === length, 'what a bystander wrote');
    await this.writer.saved();
  }

  /** Neither lost their connection, they go on, a newcomer gets the same, and it is still the same process. */
  async goOn(): Promise<void> {
    await this.write();
    const newcomer = await WireClient.join(this.#url);
    await newcomer.close();
    const lines = (doc: Y.Doc) => doc.getArray('bystanders').toJSON();
    expect(lines(newcomer.doc)).toEqual(lines(this.writer.doc));
    expect([this.writer.isOpen, this.reader.isOpen]).toEqual([true, true]);
    expect(this.#server.pid).toBe(this.#pid);
  }

  async leave(): Promise<void> {
    await Promise.all([this.writer.close(), this.reader.close()]);
  }
}

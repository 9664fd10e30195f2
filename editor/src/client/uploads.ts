import { hashNow, hashOf } from './asset-hash.ts';
import type { Assets } from './assets.ts';
import { UploadRefusedError } from './assets.ts';
import { indexedDbHere } from './indexed-db.ts';
import { type Observable, Signal, Source } from './observable.ts';
import { report } from './report.ts';
import { Pause, retryDelay } from './retry.ts';
import { dropFile, keepFile, keptFiles, openUploadDatabase } from './upload-database.ts';

/** A file on its way to the service. */
export interface Upload {
  readonly hash: string;
  readonly name: string;
  readonly size: number;
  readonly state: /** For others to end, for the line, or for the next attempt. */
    | { readonly at: 'waiting' }
    /** `sent` from 0 to 1. */
    | { readonly at: 'sending'; readonly sent: number }
    /** The service won't have it; only `retry` tries again. */
    | { readonly at: 'refused'; readonly reason: string };
  /** Whether it is written in this browser, so that it outlives the page. */
  readonly kept: boolean;
}

export interface UploadsOptions {
  /** Where what isn't uploaded yet is kept in this browser; null to keep nothing. */
  readonly database: string | null;
}

/** So many files go at once: more would only make each slower. */
const AT_ONCE = 2;

interface Job {
  readonly file: Blob;
  readonly abort: AbortController;
  /** Found in this browser's store: an earlier page may have sent it. */
  readonly found: boolean;
}

/**
 * Brings files to the service, through reloads and spells without a line: a file is kept in this browser until it is
 * there. What it is called by, the hash, is known before the first byte is sent.
 */
export class Uploads {
  readonly assets: Assets;
  readonly #items = new Source<ReadonlyMap<string, Upload>>(new Map());
  readonly #arrivals = new Signal<string>();
  readonly #jobs = new Map<string, Job>();
  /** Bytes that this page has had at hand: what is shown before it is uploaded, and sent again should it be gone. */
  readonly #blobs = new Map<string, { readonly blob: Blob; readonly name: string }>();
  readonly #database: Promise<IDBDatabase | null>;
  readonly #pause = new Pause();
  /** While the next attempt waits for its time. */
  #resting = false;
  #running = 0;
  #failures = 0;
  #destroyed = false;

  constructor(assets: Assets, { database }: UploadsOptions) {
    this.assets = assets;
    this.#database = this.#open(database);
    globalThis.addEventListener?.('online', this.hurry);
  }

  /** What isn't uploaded yet, by hash. */
  get items(): Observable<ReadonlyMap<string, Upload>> {
    return this.#items;
  }

  /** Calls `listener` with the hash of each file that is there now. Returns its removal. */
  onArrival(listener: (hash: string) => void): () => void {
    return this.#arrivals.subscribe(listener);
  }

  /** Takes a file in and returns its hash. Rejects where the file can't be read. */
  async add(file: Blob, name: string): Promise<string> {
    const hash = await hashOf(file);
    this.#enter(hash, file, name);
    return hash;
  }

  /** The same at once, of bytes that are at hand. */
  addNow(bytes: Uint8Array<ArrayBuffer>, { name, type }: { readonly name: string; readonly type: string }): string {
    const hash = hashNow(bytes);
    this.#enter(hash, new Blob([bytes], { type }), name);
    return hash;
  }

  /** Bytes that are in this page, uploaded or not. */
  blobOf(hash: string): Blob | null {
    return this.#blobs.get(hash)?.blob ?? null;
  }

  /**
   * Sees that the service has what the document refers to, where that isn't sure: something pasted from another
   * document, or brought back by an undo after long. The bytes are taken from this page or, failing that, from `address`.
   */
  async ensure(hash: string, name: string, address: string | null): Promise<void> {
    if (this.#jobs.has(hash) || this.#destroyed) return;
    try {
      if (await this.assets.has(hash)) return;
      const blob = this.blobOf(hash) ?? (await bytesAt(address ?? this.assets.address(hash), hash));
      if (blob !== null) this.#enter(hash, blob, this.#blobs.get(hash)?.name ?? name);
    } catch {
      // Nobody can be asked just now; whoever looks at it sees that it isn't there, and can try again.
    }
  }

  /** Gives a file up: it is no longer sent, nor kept here. */
  cancel(hash: string): void {
    this.#jobs.get(hash)?.abort.abort();
    this.#leave(hash);
  }

  /** Tries again what was refused or is waiting. */
  retry(hash: string): void {
    if (this.#items.value.get(hash)?.state.at === 'refused') this.#set(hash, { state: { at: 'waiting' } });
    this.hurry();
  }

  /** The line may be back: there is no use in waiting longer. */
  readonly hurry = (): void => {
    this.#failures = 0;
    this.#pause.end();
    this.#run();
  };

  /** Stops sending; what is kept here is sent by the next page that opens the document. */
  async destroy(): Promise<void> {
    this.#destroyed = true;
    globalThis.removeEventListener?.('online', this.hurry);
    this.#pause.end();
    for (const { abort } of this.#jobs.values()) abort.abort();
    (await this.#database)?.close();
  }

  async #open(name: string | null): Promise<IDBDatabase | null> {
    const factory = name === null ? null : indexedDbHere();
    if (factory === null || name === null) return null;
    try {
      const database = await openUploadDatabase(factory, name);
      for (const { hash, name, blob } of await keptFiles(database)) {
        if (!this.#jobs.has(hash)) this.#enter(hash, blob, name, true);
      }
      return database;
    } catch {
      // A browser that keeps nothing: `kept` says so.
      return null;
    }
  }

  #enter(hash: string, file: Blob, name: string, found = false): void {
    this.#blobs.set(hash, { blob: file, name });
    if (this.#jobs.has(hash)) {
      this.retry(hash);
      return;
    }
    this.#jobs.set(hash, { file, abort: new AbortController(), found });
    this.#put(hash, { hash, name, size: file.size, state: { at: 'waiting' }, kept: found });
    if (!found) void this.#keep(hash, file, name);
    this.#run();
  }

  async #keep(hash: string, blob: Blob, name: string): Promise<void> {
    const database = await this.#database;
    if (database === null || !this.#jobs.has(hash)) return;
    try {
      await keepFile(database, { hash, name, blob });
      if (this.#jobs.has(hash)) this.#set(hash, { kept: true });
      else await dropFile(database, hash);
    } catch (error) {
      // Out of room, as like as not: it is in this page still, and `kept` says that it is only there.
      report(error);
    }
  }

  #leave(hash: string): void {
    this.#jobs.delete(hash);
    const items = new Map(this.#items.value);
    items.delete(hash);
    this.#items.set(items);
    void this.#database.then((database) => database && dropFile(database, hash)).catch(report);
  }

  #run(): void {
    if (this.#destroyed || this.#resting) return;
    for (const [hash, { state }] of this.#items.value) {
      if (this.#running >= AT_ONCE) return;
      if (state.at === 'waiting') void this.#send(hash);
    }
  }

  async #send(hash: string): Promise<void> {
    const job = this.#jobs.get(hash);
    const item = this.#items.value.get(hash);
    if (job === undefined || item === undefined) return;
    this.#running++;
    this.#set(hash, { state: { at: 'sending', sent: 0 } });
    try {
      await exclusively(`cowrite upload ${this.assets.address(hash)}`, job.abort.signal, async () => {
        // Another tab that found it too was first.
        if (job.found && (await this.assets.has(hash))) return;
        await this.assets.upload(job.file, {
          name: item.name,
          signal: job.abort.signal,
          onProgress: (sent) => this.#set(hash, { state: { at: 'sending', sent } }),
        });
      });
      this.#failures = 0;
      this.#leave(hash);
      this.#arrivals.emit(hash);
    } catch (error) {
      if (this.#jobs.get(hash) !== job || this.#destroyed) return;
      if (error instanceof UploadRefusedError) {
        this.#set(hash, { state: { at: 'refused', reason: error.message } });
      } else {
        this.#set(hash, { state: { at: 'waiting' } });
        this.#failures++;
      }
    } finally {
      this.#running--;
      void this.#rest();
    }
  }

  async #rest(): Promise<void> {
    if (this.#resting) return;
    this.#resting = true;
    await this.#pause.wait(retryDelay(this.#failures, Math.random()));
    this.#resting = false;
    this.#run();
  }

  #set(hash: string, change: Partial<Upload>): void {
    const item = this.#items.value.get(hash);
    if (item !== undefined) this.#put(hash, { ...item, ...change });
  }

  #put(hash: string, item: Upload): void {
    this.#items.set(new Map(this.#items.value).set(hash, item));
  }
}

/** One tab at a time, where the browser can see to it. */
const exclusively = async (name: string, signal: AbortSignal, run: () => Promise<void>): Promise<void> => {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) await run();
  else await locks.request(name, { signal }, run);
};

/** What an address holds, from the browser's own store where that has it; null where it isn't what it should be. */
const bytesAt = async (address: string, hash: string): Promise<Blob | null> => {
  const response = await fetch(address, { cache: 'force-cache' });
  if (!response.ok) return null;
  const blob = await response.blob();
  return (await hashOf(blob)) === hash ? blob : null;
};

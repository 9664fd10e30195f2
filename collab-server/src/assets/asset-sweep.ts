import { type AssetStore, DocumentCorruptError, type DocumentMeta, type DocumentStore } from '@cowrite/storage';
import type { Logger } from 'pino';
import type { ContentThreads } from '../content/content-threads.ts';

/** A document's last change is told this exactly, milliseconds: what was read sooner after it is read again. */
const CHANGE_MARGIN = 60_000;
const LONGEST_PAUSE = 60 * 60 * 1000;
const SHORTEST_PAUSE = 500;

interface AssetSweepOptions {
  readonly store: DocumentStore;
  readonly assets: AssetStore;
  readonly threads: ContentThreads;
  /** How long an asset stays that its document doesn't refer to, milliseconds. */
  readonly grace: number;
  readonly log: Logger;
}

interface Reading {
  readonly at: number;
  readonly referred: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Looks through the documents that hold assets, now and then, and lets go what none of them refers to any more. */
export class AssetSweep {
  readonly #options: AssetSweepOptions;
  readonly #readings = new Map<string, Reading>();
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: AssetSweepOptions) {
    this.#options = options;
    this.#later();
  }

  /** Starts nothing more; what runs can be left: each of its steps is whole. */
  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #later(): void {
    if (this.#closed) return;
    const pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, this.#options.grace / 4));
    this.#timer = setTimeout(() => void this.#sweep().finally(() => this.#later()), pause).unref();
  }

  async #sweep(): Promise<void> {
    const { assets, log } = this.#options;
    try {
      let released = 0;
      let after = '';
      for (let ids = await assets.holders(after); ids.length > 0; ids = await assets.holders(after)) {
        for (const id of ids) {
          if (this.#closed) return;
          released += await this.#settle(id);
        }
        after = ids.at(-1) ?? after;
      }
      if (released > 0) log.info({ released }, 'files that nothing refers to were let go');
    } catch (error) {
      if (!this.#closed) log.error({ err: error }, 'looking for files that nothing refers to failed');
    }
  }

  async #settle(id: string): Promise<number> {
    const { assets, grace } = this.#options;
    const now = Date.now();
    const referred = await this.#referred(id, now);
    return referred ? assets.settle(id, referred, { now, grace }) : 0;
  }

  /** What the document refers to; null where that can't be told, or is to stay as it is. */
  async #referred(id: string, now: number): Promise<ReadonlySet<string> | null> {
    const { store, log } = this.#options;
    const meta = await store.find(id);
    if (!meta) return NOTHING;
    // What is in the trash can be restored whole.
    if (meta.deletedAt !== null) return null;
    const before = this.#readings.get(id);
    if (before && meta.changedAt < before.at - CHANGE_MARGIN) return before.referred;
    try {
      const referred = await this.#read(meta);
      this.#readings.set(id, { at: now, referred });
      return referred;
    } catch (error) {
      if (!(error instanceof DocumentCorruptError))
        log.warn({ document: id, err: error }, 'its files are kept for now');
      return null;
    }
  }

  async #read({ id, kind }: DocumentMeta): Promise<ReadonlySet<string>> {
    const { store, threads } = this.#options;
    const document = await store.load(id);
    if (!document) return NOTHING;
    const updates = document.log.map(({ update }) => update);
    if (!document.snapshot && updates.length === 0) return NOTHING;
    const referred = await threads.run('assets', { kind, state: document.snapshot?.state ?? null, updates });
    // What a version shows can be restored.
    return new Set([...referred, ...(await store.past.versionAssets(id))]);
  }
}

import type { Logger } from 'pino';

/** What code beside the service may want to hear. Where a function throws or rejects, that is logged and stops nothing. */
export interface Listeners {
  /** Something was written and is durable: by whom, as far as users are told apart. Called for each commit. */
  readonly onChange?: (change: { readonly documentId: string; readonly users: readonly string[] }) => unknown;
  /**
   * A document that was written to has been at rest for a moment: all of it is durable, and it is a good time to take a
   * copy or to index it. Called once after each time of writing.
   */
  readonly onSaved?: (saved: { readonly documentId: string }) => unknown;
}

/** Milliseconds without a change after which a document counts as at rest. */
const REST = 2_000;

/** Tells `Listeners` what happens. */
export class Watch {
  readonly #listeners: Listeners;
  readonly #log: Logger;
  /** By document, when it was last written to. */
  readonly #writing = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(listeners: Listeners, log: Logger) {
    this.#listeners = listeners;
    this.#log = log;
  }

  changed(documentId: string, users: ReadonlySet<string | null>): void {
    const { onChange, onSaved } = this.#listeners;
    if (onChange) void this.#tell(() => onChange({ documentId, users: [...users].filter((user) => user !== null) }));
    if (!onSaved) return;
    this.#writing.set(documentId, performance.now());
    this.#timer ??= setTimeout(this.#look, REST).unref();
  }

  /** Tells of those still being written to: they are at rest now. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    for (const documentId of this.#writing.keys()) this.#rest(documentId);
  }

  readonly #look = (): void => {
    const now = performance.now();
    for (const [documentId, at] of this.#writing) if (now - at >= REST) this.#rest(documentId);
    const [next] = this.#writing.values();
    this.#timer = next === undefined ? null : setTimeout(this.#look, Math.max(next + REST - now, 100)).unref();
  };

  #rest(documentId: string): void {
    this.#writing.delete(documentId);
    void this.#tell(() => this.#listeners.onSaved?.({ documentId }));
  }

  async #tell(tell: () => unknown): Promise<void> {
    try {
      await tell();
    } catch (error) {
      this.#log.error({ err: error }, 'a listener of the service threw');
    }
  }
}

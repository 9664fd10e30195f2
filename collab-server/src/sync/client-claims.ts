import type { ClientClaim, DocumentStore } from '@cowrite/storage';

const WAIT = 1_000;

/**
 * Tells the store whose clientIDs are that were spoken for and not written with yet, those of all documents together.
 * Where that fails, or ends too early, they are stored with the first update under them.
 */
export class ClientClaims {
  readonly #store: DocumentStore;
  #waiting: ClientClaim[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(store: DocumentStore) {
    this.#store = store;
  }

  add(claim: ClientClaim): void {
    this.#waiting.push(claim);
    this.#timer ??= setTimeout(() => void this.flush(), WAIT).unref();
  }

  /** A room is let go, and with it what it knew: whoever opens the document next finds it in the store. */
  leave(documentId: string): void {
    if (this.#waiting.some((claim) => claim.documentId === documentId)) void this.flush();
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const claims = this.#waiting;
    this.#waiting = [];
    if (claims.length > 0) await this.#store.claimClients(claims).catch(() => undefined);
  }
}

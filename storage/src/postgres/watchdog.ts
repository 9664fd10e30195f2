import { StoreUnavailableError } from '../document-store.ts';

/** Milliseconds between two looks: while it is quiet, and while it fails. */
const QUIET = 3_000;
const FAILING = 1_000;
/** Who hasn't answered for so long is away. */
const PATIENCE = 3_000;

interface Watched {
  /** Asks for something that costs nothing. */
  ask(): Promise<unknown>;
  /** Does a real write. */
  write(): Promise<unknown>;
}

/** Knows whether the server is there, also while nobody calls, and notices by itself when it is back. */
export class Watchdog {
  #watched: Watched | null = null;
  #failure: StoreUnavailableError | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  /** Begins to look. */
  watch(watched: Watched): void {
    this.#watched = watched;
    this.#lookIn(QUIET);
  }

  get failure(): StoreUnavailableError | null {
    return this.#failure;
  }

  readonly noteFailure = (error: StoreUnavailableError): void => {
    if (this.#isClosed) return;
    const isNew = this.#failure === null;
    this.#failure = error;
    if (isNew) this.#lookIn(FAILING);
  };

  /** Something was written. */
  noteSuccess(): void {
    this.#failure = null;
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #lookIn(milliseconds: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#look(), milliseconds).unref();
  }

  async #look(): Promise<void> {
    try {
      if (this.#failure) {
        await answered(this.#watched?.write());
        this.noteSuccess();
      } else await answered(this.#watched?.ask());
    } catch (error) {
      if (error instanceof StoreUnavailableError) this.noteFailure(error);
    }
    this.#lookIn(this.#failure ? FAILING : QUIET);
  }
}

async function answered(call: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailableError("PostgreSQL doesn't answer.")), PATIENCE).unref();
  });
  await Promise.race([call, silence]).finally(() => clearTimeout(timer));
}

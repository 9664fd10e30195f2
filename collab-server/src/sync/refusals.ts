import type { Logger } from 'pino';

const QUIET_MS = 1_000;

export const TOO_MANY_CONNECTIONS = 'too many connections of one address';

/** Says in the log why sessions were ended, or frames refused: one line a second for an address, with how many it kept to itself. */
export class Refusals {
  readonly #log: Logger;
  readonly #recent = new Map<string, { at: number; silent: number }>();
  readonly #counts = new Map<string, number>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** By reason, since the start. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** A session is about to be ended for an error of ours: that is always worth a line, with its stack. */
  reportFault(err: unknown, { documentId }: { documentId: string }): void {
    this.#log.error({ err, document: documentId }, 'a frame could not be worked on');
  }

  report(reason: string, { address, documentId }: { address: string; documentId: string }): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    const now = Date.now();
    const recent = this.#recent.get(address);
    if (recent && now - recent.at < QUIET_MS) {
      recent.silent++;
      return;
    }
    this.#log.warn({ reason, address, document: documentId.slice(0, 128), silent: recent?.silent ?? 0 }, 'refused');
    this.#recent.set(address, { at: now, silent: 0 });
    for (const [each, { at }] of this.#recent) if (now - at > QUIET_MS) this.#recent.delete(each);
  }
}

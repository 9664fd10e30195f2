import { BackupError, MoveError, StoreOpenError, StoreUnavailableError } from '@cowrite/storage';
import { OwnNodesError } from '../content/content-threads.ts';

/** Ends the command: 1 for what went wrong, 2 for what was found wrong. */
export const fail = (message: string, code: 1 | 2 = 1): never => {
  process.stderr.write(`error: ${message}\n`);
  process.exit(code);
};

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Ends the command where the store or a backup says what to do; what nobody foresaw goes on as it is. */
export const unlessRefused = (error: unknown): never => {
  const isForeseen = FORESEEN.some((each) => error instanceof each);
  if (error instanceof Error && isForeseen) return fail(error.message);
  throw error;
};

/** A command can't be done; the message says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

const FORESEEN = [StoreOpenError, StoreUnavailableError, BackupError, MoveError, CommandError, OwnNodesError];

/** A line that says how far a command is; on a terminal only, where it is written over. */
export class ProgressLine {
  #told = 0;
  #isShown = false;

  show(what: string, done: number, total = 1): void {
    if (!process.stderr.isTTY) return;
    const now = performance.now();
    if (done < total && now - this.#told < 100) return;
    this.#told = now;
    this.#isShown = true;
    const part = total === 0 ? 1 : done / total;
    const count = total === 1 ? '' : ` ${done}/${total}`;
    process.stderr.write(`\r\x1b[K${what}${count} ${Math.floor(part * 100)} %`);
  }

  end(): void {
    if (this.#isShown) process.stderr.write('\r\x1b[K');
    this.#isShown = false;
  }
}

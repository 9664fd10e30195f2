import type { CloseCode } from '@cowrite/editor/protocol';
import type { Author } from '../../sync/author.ts';

/** What a change builds on isn't what the document is any more. */
export class ChangedMeanwhileError extends Error {
  override readonly name = 'ChangedMeanwhileError';
}

/** The change may not come in, whoever brings it. */
export class ChangeRefusedError extends Error {
  override readonly name = 'ChangeRefusedError';
}

/** Brings one change in somebody's name, and tells what became of it. */
export class ServerAuthor implements Author {
  readonly user: string | null;
  readonly mayWrite = true;
  /** Resolves once the change is durable and told to everybody. */
  readonly outcome: Promise<void>;
  #resolve: () => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(user: string | null) {
    this.user = user;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever waits for it may not have begun to.
    this.outcome.catch(() => {});
  }

  settle(): void {
    this.#resolve();
  }

  sendSaved(): void {}

  deny(_: unknown, failure?: Error): void {
    this.fail(failure ?? new Error('the change was not taken'));
  }

  miss(): void {
    this.fail(new ChangedMeanwhileError('the document changed meanwhile'));
  }

  report(): void {}

  refuse(_: CloseCode, reason: string): void {
    this.fail(new ChangeRefusedError(reason));
  }

  /** It didn't get as far as the room. */
  fail(error: Error): void {
    this.#reject(error);
  }
}

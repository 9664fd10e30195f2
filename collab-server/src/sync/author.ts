import type { CloseCode } from '@cowrite/editor/protocol';
import type { User } from '../access/grant.ts';
import type { FrameMark } from './saved-count.ts';

/** Who brings a change to a room, and hears what became of it: a session, or the server on somebody's behalf. */
export interface Author {
  /** The id of whoever writes; null where nobody is told apart. */
  readonly user: string | null;
  /** Whom they say to be, where nobody is told apart: believed for what is told of the past, and for nothing else. */
  readonly claimed?: User | null;
  readonly mayWrite: boolean;
  /** Everything up to `mark` is durable or added nothing. */
  settle(mark: FrameMark): void;
  /** All that could be settled for now is. */
  sendSaved(): void;
  /** The change at `mark` wasn't taken; where storing it failed, with how. */
  deny(mark: FrameMark, failure?: Error): void;
  /** It builds on what isn't here: this is what is. */
  miss(mark: FrameMark, stateVector: Uint8Array): void;
  /** Why one wasn't taken, where that is worth a line in the log. */
  report(reason: string): void;
  /** It may not come in, now or later. */
  refuse(code: CloseCode, reason: string): void;
}

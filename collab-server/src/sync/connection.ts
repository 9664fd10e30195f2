import type { CloseCode } from '@cowrite/editor/protocol';
import type { Frame } from './frame.ts';

/** What carries a session's frames, whichever way they travel. */
export interface Connection {
  /** Queues a frame; all that is queued in one turn of the event loop leaves in one write. After `close` it does nothing. */
  send(frame: Frame): void;
  /** Says goodbye with a code and a sentence for people. Idempotent. */
  close(code: CloseCode, reason: string): void;
  /** Cuts the line at once, forgetting what is queued: for a peer that doesn't read. */
  drop(): void;
  /** Stops reading from the peer until `resume`: the peer's own buffers fill up, not ours. */
  pause(): void;
  resume(): void;
  /** Bytes queued and not yet taken over by the operating system. */
  readonly queuedBytes: number;
}

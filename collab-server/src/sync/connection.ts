import type { CloseCode } from '@cowrite/editor/protocol';
import type { Frame } from './frame.ts';

/** What carries a session's frames, whichever way they travel. */
export interface Connection {
  /** Queues a frame; all that one callback of the event loop queues leaves in one write at its end. After `close` it does nothing. */
  send(frame: Frame): void;
  /** Says goodbye with a code and a sentence for people. Idempotent. */
  close(code: CloseCode, reason: string): void;
  /** Cuts the line at once, forgetting what is queued: for a peer that doesn't read. */
  drop(): void;
  /** Stops reading from the peer until `resume`: the peer's own buffers fill up, not ours. */
  pause(): void;
  resume(): void;
  /**
   * To be called every 10 s. Says something where nothing was said since the last time, and asks for a sign of life
   * where none came; false where none came the last few times.
   */
  beat(): boolean;
  /** Bytes queued and not yet taken over by the operating system. */
  readonly queuedBytes: number;
}

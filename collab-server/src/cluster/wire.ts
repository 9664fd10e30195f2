/** What a wire tells of. */
export interface WireListener {
  /** The bytes are the listener's. */
  message(channel: string, bytes: Uint8Array): void;
  /** It works, or works again: what was said meanwhile is lost. */
  up(): void;
  /** `reason` says why, for whoever runs the service. */
  down(reason: string): void;
}

/**
 * Carries messages between nodes, which may be lost, doubled, delayed and overtaken, and come back to their sender. Nothing
 * that matters may rest on one of them: what is true stands in the store.
 */
export interface Wire {
  readonly isUp: boolean;
  /** To be called once. Resolves when it works, or when it is clear that it doesn't for now. */
  start(listener: WireListener): Promise<void>;
  publish(channel: string, bytes: Uint8Array): void;
  /**
   * Messages of the channel are heard from then on, whatever becomes of the wire: where it is down, or not started yet, as
   * soon as it is up. Resolves once they are, and at once where that isn't now.
   */
  subscribe(channel: string): Promise<void>;
  unsubscribe(channel: string): void;
  close(): Promise<void>;
}

/** A row of a document's log, as the node that appended it tells the others. */
export interface ToldRow {
  readonly seq: number;
  readonly update: Uint8Array;
  /** Whose it is, as the other node knows; null where nobody is told apart. */
  readonly user: string | null;
}

/** Awareness states that one user, or nobody in particular, says of themselves. */
export interface SpokenStates {
  readonly user: string | null;
  /** In y-protocols' format, stamped. */
  readonly update: Uint8Array;
}

/** From a room to the rooms that other nodes have open for the same document. What it is told may never arrive. */
export interface RoomLink {
  /** It is committed. */
  tellRow(row: ToldRow): void;
  tellAwareness(states: readonly SpokenStates[]): void;
  /** Asks the others who is with them. */
  askPresence(): void;
  /** `message` is an event, from its type on; `only` names the user whose sessions it is for, if not for all. */
  tellEvent(message: Uint8Array, only?: string | null): void;
}

/** Who speaks in a room of another node, as far as this one knows: one for each node and user. */
export class RemoteSpeaker {
  readonly node: string;
  readonly user: string | null;

  constructor(node: string, user: string | null) {
    this.node = node;
    this.user = user;
  }
}

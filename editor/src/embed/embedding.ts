import type { Connection, ConnectOptions, Saved, Status } from '../client/index.ts';
import type { Role } from '../protocol/index.ts';

/* What an embedded editor and an embedded board have in common. */

/** Who writes, as others see them. A service that checks tokens goes by their word instead. */
export interface EmbeddedUser {
  /** What this browser keeps of the document is kept apart for each id. */
  readonly id: string;
  readonly name: string;
  /** `#rrggbb`; of the id unless told. */
  readonly color?: string | undefined;
}

/** Where a document is, and who opens it. */
export interface EmbeddedTarget {
  /** The service's address: `https://write.example.com`, or with a path. */
  readonly url: string;
  /** 1 to 128 letters, digits, `.`, `_`, `-`. A document that isn't there is made when somebody who may write opens it. */
  readonly documentId: string;
  /** A JWT, or a function that fetches one: asked before each attempt to connect, and when one is about to expire. */
  readonly token?: ConnectOptions['token'] | undefined;
  readonly user?: EmbeddedUser | undefined;
  readonly transport?: ConnectOptions['transport'] | undefined;
  /** `false` keeps nothing in this browser. */
  readonly offline?: boolean | undefined;
}

/** What a page may want to hear. */
export interface EmbeddedListeners {
  /** The document is open, with the way to it: its `doc`, `awareness`, `sendEvent` and so on. */
  readonly onReady?: ((connection: Connection) => void) | undefined;
  /** The truth about the writer's work, whenever it changes: `saving`, `saved`, `offline`, `refused`. */
  readonly onSaved?: ((saved: Saved) => void) | undefined;
  readonly onStatus?: ((status: Status) => void) | undefined;
  /** What the service lets this user do. */
  readonly onRole?: ((role: Role) => void) | undefined;
}

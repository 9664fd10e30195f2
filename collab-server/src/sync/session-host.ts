import { CloseCode, type DocumentKind, isDocumentId, isWriter } from '@cowrite/editor/protocol';
import { StoreUnavailableError } from '@cowrite/storage';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Access } from '../access/access.ts';
import { clientAddress } from '../access/client-address.ts';
import type { Credential } from '../access/credential.ts';
import { AccessDeniedError, EVERYTHING, type Grant, type User } from '../access/grant.ts';
import { problemResponse } from '../api/problem.ts';
import type { Peers } from '../cluster/peers.ts';
import { type Refused, refusalOf } from './admission.ts';
import type { Connection } from './connection.ts';
import type { EventRules } from './event-rules.ts';
import { AddressCounts } from './limits.ts';
import { LiveSessions } from './live-sessions.ts';
import { type Refusals, TOO_MANY_CONNECTIONS } from './refusals.ts';
import type { Rooms } from './rooms.ts';
import { Session } from './session.ts';

/** y-websocket's client gives up after 30 s without a message, and pings don't count. */
const BEAT_INTERVAL = 10_000;
/** How long a peer may take to answer a close when the server ends. */
const GOODBYE_TIMEOUT = 1_000;
/** How long it may take to find out who somebody is, milliseconds. */
const ADMISSION_DEADLINE = 10_000;

type NewKind = Exclude<DocumentKind, 'yjs'>;
/** What a client may have made by opening it. */
const NEW_KINDS: readonly NewKind[] = ['document', 'board'];

/** What a connection is about, and whose it is. */
export interface Where {
  readonly documentId: string;
  readonly address: string;
  /** Null where everybody may come in. */
  readonly credential: Credential | null;
  /** What is made where there is no such document; null for clients that don't say. */
  readonly kind: NewKind | null;
}

export interface NewSession {
  readonly connection: Connection;
  readonly where: Where;
  readonly grant: Grant;
  /** Whether the client offered `cowrite.v1`. */
  readonly extended: boolean;
}

export interface SessionHostOptions {
  readonly rooms: Rooms;
  readonly access: Access;
  readonly refusals: Refusals;
  /** Who may send which events. */
  readonly events: EventRules;
  /** Bytes of one message. */
  readonly maxMessage: number;
  readonly maxConnectionsPerAddress: number;
  /** Whose X-Forwarded-For is believed. */
  readonly proxies: ReadonlySet<string>;
  /** Null for a node that is alone. */
  readonly peers?: Peers | null;
  /** Is told of who comes and may write. */
  readonly onWriter?: (user: User) => void;
  /** Is told of a session that may read a document; what it sends there comes after nothing else. */
  readonly onOpen?: (documentId: string, session: Session) => void;
}

/** Opens sessions on connections, whichever way these travel, and keeps them alive. */
export class SessionHost {
  /** Who is connected. */
  readonly live: LiveSessions;
  readonly maxMessage: number;
  readonly #options: SessionHostOptions;
  readonly #addresses: AddressCounts;
  readonly #beat: NodeJS.Timeout;

  constructor(options: SessionHostOptions) {
    this.#options = options;
    this.maxMessage = options.maxMessage;
    this.live = new LiveSessions(options.access, options.peers ?? null);
    this.#addresses = new AddressCounts(options.maxConnectionsPerAddress);
    this.#beat = setInterval(() => this.#keepAlive(), BEAT_INTERVAL).unref();
  }

  /** What a request for a session is about, and whose it is. */
  whereOf(context: Context<{ Bindings: HttpBindings }>): Where {
    const { access, proxies } = this.#options;
    return {
      documentId: context.req.param('documentId') ?? '',
      address: clientAddress(context.env.incoming, proxies),
      credential: access.isOpen ? null : access.credentialOf(context.req.raw),
      kind: NEW_KINDS.find((kind) => kind === context.req.query('kind')) ?? null,
    };
  }

  /** Ends what is open. Their sessions have been told before. */
  close(): void {
    clearInterval(this.#beat);
    this.live.close();
    // Who doesn't read never says goodbye.
    setTimeout(() => {
      for (const { connection } of this.live) connection.drop();
    }, GOODBYE_TIMEOUT).unref();
  }

  /** The answer to an address that has as many connections open as it may, said in log and metrics too; null to others. */
  refuseFull(context: Context<{ Bindings: HttpBindings }>): Response | null {
    const address = clientAddress(context.env.incoming, this.#options.proxies);
    if (!this.#addresses.isFull(address)) return null;
    this.#options.refusals.report(TOO_MANY_CONNECTIONS, { address, documentId: '' });
    return problemResponse(429, 'Too many connections are open from this address.');
  }

  /** What a connection may do; at once where there is nothing to check. Counts for its address meanwhile. Never rejects. */
  admit(where: Where): Grant | Promise<Grant | Refused> {
    if (where.credential === null) return EVERYTHING;
    return this.#check({ ...where, credential: where.credential });
  }

  async #check(where: Where & { readonly credential: Credential }): Promise<Grant | Refused> {
    const { refusals } = this.#options;
    this.#addresses.add(where.address);
    let deadline: NodeJS.Timeout | undefined;
    const late = new Promise<Refused>((resolve) => {
      deadline = setTimeout(
        () => resolve({ code: CloseCode.storageFailed, reason: 'could not be checked in time: connect again' }),
        ADMISSION_DEADLINE,
      );
    });
    try {
      return await Promise.race([this.live.admit(where.credential, where.documentId), late]);
    } catch (error) {
      if (error instanceof AccessDeniedError) {
        refusals.report(error.message, where);
        return refusalOf(error);
      }
      refusals.reportFault(error, where);
      return { code: CloseCode.storageFailed, reason: 'could not be checked just now: connect again' };
    } finally {
      clearTimeout(deadline);
      this.#addresses.remove(where.address);
    }
  }

  /** Opens a session; the connection's owner hands it what arrives, and calls `end` when the connection is gone. */
  open({ connection, where, grant, extended }: NewSession): Session {
    const { rooms, refusals, maxMessage } = this.#options;
    const { documentId, credential } = where;
    const session = new Session({
      connection,
      role: grant.role,
      user: grant.user,
      extended,
      events: this.#options.events,
      maxMessage,
      onToken: (token) => void this.live.renew(session, token),
      onError: (error) => refusals.reportFault(error, where),
      onRefused: (reason) => refusals.report(reason, where),
    });
    if (grant.user && isWriter(grant.role)) this.#options.onWriter?.(grant.user);
    this.live.add({ session, connection, documentId, credential, grant });
    this.#addresses.add(where.address);
    if (isDocumentId(documentId)) {
      this.#options.onOpen?.(documentId, session);
      if (where.kind === null || !session.mayWrite) rooms.join(documentId, session);
      else void this.#makeAndJoin(session, where, where.kind);
    } else session.refuse(CloseCode.badDocumentId, 'not a document id: letters, digits, ".", "_" and "-", up to 128');
    return session;
  }

  /** The connection is gone. To be called once. */
  end(session: Session, { address }: Where): void {
    this.live.remove(session);
    this.#addresses.remove(address);
    session.disconnected();
  }

  async #makeAndJoin(session: Session, where: Where, kind: NewKind): Promise<void> {
    const { rooms, refusals } = this.#options;
    try {
      await rooms.make(where.documentId, kind);
      if (!session.closed) rooms.join(where.documentId, session);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) refusals.reportFault(error, where);
      session.close(CloseCode.storageFailed, 'the document cannot be made just now: connect again');
    }
  }

  #keepAlive(): void {
    for (const { connection } of this.live) if (!connection.beat()) connection.drop();
  }
}

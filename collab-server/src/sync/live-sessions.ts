import { CloseCode } from '@cowrite/editor/protocol';
import type { Access } from '../access/access.ts';
import type { Credential } from '../access/credential.ts';
import { AccessDeniedError, type Grant } from '../access/grant.ts';
import type { Order } from '../cluster/orders.ts';
import type { Peers } from '../cluster/peers.ts';
import { refusalOf } from './admission.ts';
import type { Connection } from './connection.ts';
import type { Session } from './session.ts';

/** How long before a grant ends a fresh token is asked for, milliseconds; of a short one, a third of its time. */
const NOTICE = 60_000;
const SHARE_OF_SHORT = 3;

interface Live {
  readonly session: Session;
  readonly connection: Connection;
  readonly documentId: string;
  /** Null where there is no access control. */
  credential: Credential | null;
  grant: Grant;
  /** When a fresh token is asked for; null when it was, or where none is needed. */
  askAt: number | null;
  /** How often it was asked what the session may do. */
  checks: number;
}

/** A question of what somebody may do who isn't in yet. */
interface Asking {
  readonly documentId: string;
  /** Something was said since it was asked: the answer may be from before that. */
  isStale: boolean;
}

/** How often it is asked anew before somebody is told to come again. */
const TRIES = 10;

/**
 * Sessions that are open, and what they were granted. Grants end, are changed and revoked while people are connected:
 * what was said here reaches them at once, what ends by itself within a second.
 */
export class LiveSessions {
  readonly #access: Access;
  readonly #live = new Map<Session, Live>();
  readonly #asking = new Set<Asking>();
  readonly #clock: NodeJS.Timeout | null;
  readonly #peers: Pick<Peers, 'order'> | null;

  /** `peers` are told what was said of access here; null for a node that is alone. */
  constructor(access: Access, peers: Pick<Peers, 'order'> | null = null) {
    this.#access = access;
    this.#peers = peers;
    this.#clock = access.isOpen ? null : setInterval(() => this.#expire(Date.now()), 500).unref();
  }

  get size(): number {
    return this.#live.size;
  }

  add(live: Omit<Live, 'askAt' | 'checks'>): void {
    this.#live.set(live.session, { ...live, askAt: askTime(live.grant), checks: 0 });
  }

  /**
   * What a credential may do in a document, as of now: where something is said of it while that is looked up, which may
   * take long, it is looked up again. Rejects as `admit` of the access does.
   */
  async admit(credential: Credential, documentId: string): Promise<Grant> {
    for (let tries = 0; tries < TRIES; tries++) {
      const asking: Asking = { documentId, isStale: false };
      this.#asking.add(asking);
      try {
        const grant = await this.#access.admit(credential, documentId);
        if (!asking.isStale) return grant;
      } catch (error) {
        if (!asking.isStale) throw error;
      } finally {
        this.#asking.delete(asking);
      }
    }
    throw new Error(`what may be done in ${documentId} changes too fast`);
  }

  remove(session: Session): void {
    this.#live.delete(session);
  }

  [Symbol.iterator](): IterableIterator<Live> {
    return this.#live.values();
  }

  close(): void {
    if (this.#clock) clearInterval(this.#clock);
  }

  /** Asks again what the sessions of a document may do: something was said of its links or members. */
  async recheck(documentId: string): Promise<void> {
    this.#peers?.order({ order: 'recheck', documentId });
    await this.#recheck(documentId);
  }

  /** The same of a user's sessions, in whatever document. */
  async recheckUser(user: string): Promise<void> {
    this.#peers?.order({ order: 'recheckUser', user });
    await this.#recheckUser(user);
  }

  /** The same of all: what other nodes said may not have been heard. */
  async recheckAll(): Promise<void> {
    for (const asking of this.#asking) asking.isStale = true;
    for (const each of [...this.#live.values()]) await this.#check(each);
  }

  /** What other nodes ordered; those of other kinds are passed over. */
  obey(order: Order): void {
    if (order.order === 'recheck') void this.#recheck(order.documentId);
    else if (order.order === 'recheckUser') void this.#recheckUser(order.user);
  }

  async #recheck(documentId: string): Promise<void> {
    for (const asking of this.#asking) if (asking.documentId === documentId) asking.isStale = true;
    const affected = [...this.#live.values()].filter((each) => each.documentId === documentId);
    await Promise.all(affected.map((each) => this.#check(each)));
  }

  async #recheckUser(user: string): Promise<void> {
    // Whose questions these are is known with the answers.
    for (const asking of this.#asking) asking.isStale = true;
    const affected = [...this.#live.values()].filter(({ grant }) => grant.user?.id === user);
    await Promise.all(affected.map((each) => this.#check(each)));
  }

  /** A session's client brought a fresh token. */
  async renew(session: Session, token: string): Promise<void> {
    const live = this.#live.get(session);
    if (!live?.credential) return;
    live.credential = { ...live.credential, token };
    await this.#check(live);
    if (!session.closed) session.renewed(live.grant.user);
  }

  async #check(live: Live): Promise<void> {
    if (!live.credential) return;
    const { session } = live;
    const check = ++live.checks;
    // The answer to a later question may come first, and holds.
    const isLast = () => check === live.checks;
    try {
      const grant = await this.#access.admit(live.credential, live.documentId);
      if (!isLast()) return;
      if (grant.user?.id !== live.grant.user?.id) {
        session.refuse(CloseCode.forbidden, 'this token is somebody else’s: connect again with it');
        return;
      }
      live.grant = grant;
      live.askAt = askTime(grant);
      session.changeRole(grant.role);
    } catch (error) {
      if (!isLast()) return;
      if (!(error instanceof AccessDeniedError))
        session.close(CloseCode.storageFailed, 'could not be checked just now');
      else {
        const { code, reason } = refusalOf(error);
        session.refuse(code, reason);
      }
    }
  }

  #expire(now: number): void {
    for (const live of this.#live.values()) {
      const { expiresAt } = live.grant;
      if (expiresAt !== null && now >= expiresAt) {
        live.session.close(CloseCode.tokenExpired, 'the token has expired: connect again with a fresh one');
      } else if (live.askAt !== null && now >= live.askAt) {
        live.askAt = null;
        live.session.askForToken();
      }
    }
  }
}

const askTime = ({ expiresAt }: Grant, now = Date.now()): number | null =>
  expiresAt === null ? null : Math.max(expiresAt - NOTICE, expiresAt - (expiresAt - now) / SHARE_OF_SHORT);

import { createHash, timingSafeEqual } from 'node:crypto';
import { isRole } from '@cowrite/editor/protocol';
import type { AccessStore, ApiKey, ProgramStore } from '@cowrite/storage';
import { ApiKeys, isApiKey, roleOfScopes } from './api-keys.ts';
import { type Authorize, ask } from './authorize.ts';
import { type Credential, tokenOf } from './credential.ts';
import { matchesDocument } from './document-pattern.ts';
import { AccessDeniedError, EVERYTHING, forbidden, type Grant, type User } from './grant.ts';
import { LinkTries } from './link-tries.ts';
import { type Claims, type TokenOptions, Tokens } from './tokens.ts';

/** Which documents somebody may list. */
export interface Listing {
  /** An id, or a pattern with `*`. */
  readonly documents: string;
  /** Whether one of those is for them after all. */
  readonly isFor: (documentId: string) => Promise<boolean>;
}

/** Somebody whose credential was looked at, and what they may do by it. */
interface Caller {
  /** What they may list, an id or a pattern with `*`; null where that is known only by asking for all. */
  readonly documents: string | null;
  admit(documentId: string): Promise<Grant>;
  admitToAll(): Promise<Grant>;
}

export interface AccessOptions extends TokenOptions {
  /** Opens everything to whoever hosts the service: list, create, and every document as its owner. */
  readonly adminKey?: string;
  /** Decides in place of tokens. */
  readonly authorize?: Authorize;
}

const NO_HEADERS = new Headers();
const ADMIN: User = { id: 'admin', name: null, color: null, picture: null };

/** Decides who may do what. Every door asks here. */
export class Access {
  readonly tokens: Tokens;
  readonly keys: ApiKeys;
  readonly linkTries = new LinkTries();
  readonly #options: AccessOptions;
  readonly #store: AccessStore;

  constructor(options: AccessOptions, store: AccessStore, programs: ProgramStore) {
    this.#options = options;
    this.#store = store;
    this.keys = new ApiKeys(programs);
    this.tokens = new Tokens(options);
  }

  /** Without a secret, keys or a function to ask, everybody may do everything. */
  get isOpen(): boolean {
    const { secret, jwksUrl, adminKey, authorize } = this.#options;
    return [secret, jwksUrl, adminKey, authorize].every((each) => each === undefined);
  }

  credentialOf(request: Request): Credential {
    return { token: tokenOf(request), headers: this.#options.authorize ? request.headers : NO_HEADERS };
  }

  /** What the credential may do in the document. Rejects with `AccessDeniedError` where that is nothing. */
  async admit(credential: Credential, documentId: string): Promise<Grant> {
    return await (await this.#caller(credential)).admit(documentId);
  }

  /** Whether the credential may list all documents and make new ones. Rejects as `admit` does. */
  async admitToAll(credential: Credential): Promise<Grant> {
    return await (await this.#caller(credential)).admitToAll();
  }

  /**
   * What the credential may do in each of many documents, its token looked at once. Null for nothing, of a document that
   * isn't there too. Rejects as `admit` does where the credential itself is bad.
   */
  async admitter(credential: Credential): Promise<(documentId: string) => Promise<Grant | null>> {
    return unlessDenied(await this.#caller(credential));
  }

  /** Which documents the credential may list: all, or those that its token or key is for. Rejects as `admit` does. */
  async listing(credential: Credential): Promise<Listing> {
    const caller = await this.#caller(credential);
    if (caller.documents === null) {
      await caller.admitToAll();
      return { documents: '*', isFor: () => Promise.resolve(true) };
    }
    const admitted = unlessDenied(caller);
    return { documents: caller.documents, isFor: async (documentId) => (await admitted(documentId)) !== null };
  }

  /** Whoever hosts the service, where this is their key; else null. */
  hostOf(key: string): User | null {
    const { adminKey } = this.#options;
    return adminKey !== undefined && sameText(key, adminKey) ? ADMIN : null;
  }

  /** The one place that says by what somebody comes in. Rejects where it is nothing that is taken here. */
  async #caller(credential: Credential): Promise<Caller> {
    const { token } = credential;
    const { authorize } = this.#options;
    if (this.isOpen) return allowed(EVERYTHING);
    const host = token === null ? null : this.hostOf(token);
    if (host !== null) return allowed({ role: 'owner', user: host, expiresAt: null });
    if (token !== null && isApiKey(token)) return program(await this.keys.find(token));
    if (authorize) {
      const guest = await this.#guestClaims(token);
      if (guest !== null) return this.#holder(guest);
      const admit = (documentId: string | null) => ask(authorize, { ...credential, documentId });
      return { documents: null, admit, admitToAll: () => admit(null) };
    }
    if (token === null) throw new AccessDeniedError('unauthorized', 'a token is needed');
    return this.#holder(await this.tokens.verify(token));
  }

  /** Guests of a share link come with a token of ours, also where somebody else decides over the rest. */
  async #guestClaims(token: string | null): Promise<Claims | null> {
    if (token === null || !this.tokens.mints) return null;
    const claims = await this.tokens.verify(token).catch(() => null);
    return claims?.link == null ? null : claims;
  }

  /** Whoever holds a token. */
  #holder(claims: Claims): Caller {
    const { documents, role, user, expiresAt, link } = claims;
    return {
      documents,
      admit: (documentId) => this.#byClaims(claims, documentId),
      admitToAll: async () => {
        if (documents === '*' && link === null) return { role, user, expiresAt };
        throw new AccessDeniedError('forbidden', 'this token is for some documents, not for all of them');
      },
    };
  }

  async #byClaims({ user, documents, role, issuedAt, expiresAt, link }: Claims, documentId: string): Promise<Grant> {
    if (!matchesDocument(documents, documentId)) throw forbidden();
    const given = link === null ? { role, expiresAt } : await this.#byLink(link, documentId, expiresAt);
    const member = await this.#store.findMember(documentId, user.id);
    // What was said of them later than the token was made goes before it; times in tokens are whole seconds.
    if (!member || member.changedAt < issuedAt) return { ...given, user };
    if (member.role === null || !isRole(member.role)) throw forbidden();
    return { ...given, role: member.role, user };
  }

  async #byLink(id: string, documentId: string, expiresAt: number): Promise<Omit<Grant, 'user'>> {
    const link = await this.#store.findLink(id);
    const end = Math.min(expiresAt, link?.expiresAt ?? expiresAt);
    if (!link || link.documentId !== documentId || link.revokedAt !== null || !isRole(link.role)) {
      throw new AccessDeniedError('forbidden', 'this link was revoked');
    }
    if (end <= Date.now()) throw new AccessDeniedError('forbidden', 'this link has expired');
    return { role: link.role, expiresAt: end };
  }
}

/** Whoever may do the same everywhere. */
const allowed = (grant: Grant): Caller => {
  const admit = () => Promise.resolve(grant);
  return { documents: '*', admit, admitToAll: admit };
};

/** A program, by its key. */
const program = (key: ApiKey | null): Caller => {
  if (key === null) throw new AccessDeniedError('unauthorized', 'this key is none, or was revoked');
  const { user: id, name, scopes, expiresAt, documents } = key;
  const grant = { role: roleOfScopes(scopes), user: { id, name, color: null, picture: null }, expiresAt, scopes };
  return {
    documents,
    admit: async (documentId) => {
      if (!matchesDocument(documents, documentId)) throw forbidden();
      return grant;
    },
    admitToAll: async () => {
      if (documents === '*') return grant;
      throw new AccessDeniedError('forbidden', `this key is for the documents ${documents}, not for all of them`);
    },
  };
};

const unlessDenied =
  ({ admit }: Caller) =>
  async (documentId: string): Promise<Grant | null> => {
    try {
      return await admit(documentId);
    } catch (error) {
      if (error instanceof AccessDeniedError) return null;
      throw error;
    }
  };

/** In a time that doesn't tell how much of it was right. */
const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

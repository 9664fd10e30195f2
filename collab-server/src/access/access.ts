import { createHash, timingSafeEqual } from 'node:crypto';
import { isRole, type Role } from '@cowrite/editor/protocol';
import type { AccessStore, ApiKey, ProgramStore } from '@cowrite/storage';
import { ApiKeys, isApiKey, roleOfScopes } from './api-keys.ts';
import { tokenOf } from './credential.ts';
import { matchesDocument } from './document-pattern.ts';
import { AccessDeniedError, EVERYTHING, type Grant, type User } from './grant.ts';
import { LinkTries } from './link-tries.ts';
import { type Claims, type TokenOptions, Tokens } from './tokens.ts';

/** How somebody asks to come in. */
export interface Credential {
  /** As it came in the subprotocol list, the Authorization header or the query; null where there was none. */
  readonly token: string | null;
  /** The request's, for `authorize` to look at; empty without one, since sessions keep them. */
  readonly headers: Headers;
}

/** What a library user's own `authorize` is asked. */
export interface AuthorizeRequest extends Credential {
  /** Null where it is about no document: to list them, or to make one. */
  readonly documentId: string | null;
}

/** What it answers; null refuses. */
export interface Authorization {
  readonly role: Role;
  readonly user: { readonly id: string } & Partial<User>;
  /** Milliseconds since 1970; then it is asked again. Null or absent: never. */
  readonly expiresAt?: number | null;
}

/** Which documents somebody may list. */
export interface Listing {
  /** An id, or a pattern with `*`. */
  readonly documents: string;
  /** Whether one of those is for them after all. */
  readonly isFor: (documentId: string) => Promise<boolean>;
}

export type Authorize = (request: AuthorizeRequest) => Promise<Authorization | null> | Authorization | null;

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
    if (this.isOpen) return EVERYTHING;
    if (this.#isAdmin(credential)) return { role: 'owner', user: ADMIN, expiresAt: null };
    if (credential.token !== null && isApiKey(credential.token)) return await this.#byKey(credential.token, documentId);
    const { authorize } = this.#options;
    if (authorize && !(await this.#isOfLink(credential))) return await asked(authorize, { ...credential, documentId });
    return await this.#byClaims(await this.#claims(credential), documentId);
  }

  /** Whether the credential may list all documents and make new ones. Rejects as `admit` does. */
  async admitToAll(credential: Credential): Promise<Grant> {
    if (this.isOpen) return EVERYTHING;
    if (this.#isAdmin(credential)) return { role: 'owner', user: ADMIN, expiresAt: null };
    if (credential.token !== null && isApiKey(credential.token)) return await this.#byKey(credential.token, null);
    const { authorize } = this.#options;
    if (authorize) return await asked(authorize, { ...credential, documentId: null });
    const { documents, role, user, expiresAt, link } = await this.#claims(credential);
    if (documents !== '*' || link !== null) {
      throw new AccessDeniedError('forbidden', 'this token is for some documents, not for all of them');
    }
    return { role, user, expiresAt };
  }

  /** Which documents the credential may list: all, or those that its token or key is for. Rejects as `admit` does. */
  async listing(credential: Credential): Promise<Listing> {
    const { token } = credential;
    const isAsked = this.#options.authorize !== undefined && !(token !== null && isApiKey(token));
    if (this.isOpen || this.#isAdmin(credential) || isAsked) {
      await this.admitToAll(credential);
      return { documents: '*', isFor: () => Promise.resolve(true) };
    }
    const { documents } = token !== null && isApiKey(token) ? await this.#keyOf(token) : await this.#claims(credential);
    const admitted = await this.admitter(credential);
    return { documents, isFor: async (documentId) => (await admitted(documentId)) !== null };
  }

  /**
   * What the credential may do in each of many documents, its token looked at once. Null for nothing, of a document that
   * isn't there too. Rejects as `admit` does where the credential itself is bad.
   */
  async admitter(credential: Credential): Promise<(documentId: string) => Promise<Grant | null>> {
    const decide = await this.#decider(credential);
    return async (documentId) => {
      try {
        return await decide(documentId);
      } catch (error) {
        if (error instanceof AccessDeniedError) return null;
        throw error;
      }
    };
  }

  async #decider(credential: Credential): Promise<(documentId: string) => Promise<Grant>> {
    const { token } = credential;
    const isKey = token !== null && isApiKey(token);
    // A bad one is told at once, not as one that opens nothing.
    if (isKey && !this.isOpen) await this.#keyOf(token);
    const byToken = !this.isOpen && !this.#isAdmin(credential) && !isKey && !this.#options.authorize;
    if (!byToken) return (documentId) => this.admit(credential, documentId);
    const claims = await this.#claims(credential);
    return (documentId) => this.#byClaims(claims, documentId);
  }

  /** Whoever hosts the service, where this is their key; else null. */
  hostOf(key: string): User | null {
    const { adminKey } = this.#options;
    return adminKey !== undefined && sameText(key, adminKey) ? ADMIN : null;
  }

  #isAdmin({ token }: Credential): boolean {
    return token !== null && this.hostOf(token) !== null;
  }

  /** Guests of a share link come with a token of ours, also where somebody else decides over the rest. */
  async #isOfLink({ token }: Credential): Promise<boolean> {
    if (token === null || !this.tokens.mints) return false;
    const claims = await this.tokens.verify(token).catch(() => null);
    return claims !== null && claims.link !== null;
  }

  async #claims({ token }: Credential): Promise<Claims> {
    if (token === null) throw new AccessDeniedError('unauthorized', 'a token is needed');
    return await this.tokens.verify(token);
  }

  /** What a program's key is for; of all documents where `documentId` is null. */
  async #byKey(token: string, documentId: string | null): Promise<Grant> {
    const key = await this.#keyOf(token);
    if (documentId === null && key.documents !== '*') {
      throw new AccessDeniedError('forbidden', `this key is for the documents ${key.documents}, not for all of them`);
    }
    if (documentId !== null && !matchesDocument(key.documents, documentId)) throw forbidden();
    const { user: id, name, scopes, expiresAt } = key;
    return { role: roleOfScopes(scopes), user: { id, name, color: null, picture: null }, expiresAt, scopes };
  }

  async #keyOf(token: string): Promise<ApiKey> {
    const key = await this.keys.find(token);
    if (!key) throw new AccessDeniedError('unauthorized', 'this key is none, or was revoked');
    return key;
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

const asked = async (authorize: Authorize, request: AuthorizeRequest): Promise<Grant> => {
  const answer = await authorize(request);
  if (!answer) throw request.token === null ? new AccessDeniedError('unauthorized', 'a token is needed') : forbidden();
  const { id, name = null, color = null, picture = null } = answer.user;
  return { role: answer.role, user: { id, name, color, picture }, expiresAt: answer.expiresAt ?? null };
};

const forbidden = (): AccessDeniedError => new AccessDeniedError('forbidden', 'not allowed in this document');

/** In a time that doesn't tell how much of it was right. */
const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

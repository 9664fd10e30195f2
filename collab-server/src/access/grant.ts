import { ROLES, type Role } from '@cowrite/editor/protocol';

/** Who somebody is, by the word of whoever signed their token. */
export interface User {
  readonly id: string;
  /** Null where the token doesn't say. */
  readonly name: string | null;
  /** A CSS colour, `#rrggbb`. */
  readonly color: string | null;
  /** Whether that is only what they would like: another one, that their window says, is as good. */
  readonly picksColor?: boolean;
  /** Address of a picture. */
  readonly picture: string | null;
}

/** What somebody may do in one document. */
export interface Grant {
  readonly role: Role;
  /** Null where nobody is told apart. */
  readonly user: User | null;
  /** Milliseconds since 1970; null for one that lasts. */
  readonly expiresAt: number | null;
  /** What an API key is for; absent where it isn't one. */
  readonly scopes?: readonly string[];
}

/** On a service without access control everybody may do everything, as one user. */
export const EVERYTHING: Grant = { role: 'owner', user: null, expiresAt: null };

/** The id of whom it was given to; null where nobody is told apart. */
export const userOf = ({ user }: Grant): string | null => user?.id ?? null;

export const hasRole = (grant: Grant, least: Role): boolean => ROLES.indexOf(grant.role) >= ROLES.indexOf(least);

/**
 * Somebody may not come in. `unauthorized`: who they are isn't known, a good token would help. `forbidden`: it is, and
 * they may not. Whether there is such a document is never told.
 */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedError';
  readonly reason: 'forbidden' | 'unauthorized';

  constructor(reason: 'forbidden' | 'unauthorized', message: string) {
    super(message);
    this.reason = reason;
  }
}

export const forbidden = (): AccessDeniedError => new AccessDeniedError('forbidden', 'not allowed in this document');

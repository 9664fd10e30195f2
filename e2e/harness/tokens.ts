import { SignJWT } from 'jose';

export const SECRET = 'a secret that only the tests of this service know';
export const ADMIN_KEY = 'the key of whoever hosts it';

export interface TokenClaims {
  readonly sub?: string;
  readonly name?: string;
  readonly color?: string;
  readonly picksColor?: boolean;
  readonly doc?: string;
  readonly role?: string;
  /** Seconds from now. */
  readonly expiresIn?: number;
  readonly secret?: string;
  readonly link?: string;
}

/** A token as an embedding app mints it: for Ann, an editor of every document, for an hour, unless told. */
export const tokenOf = ({ expiresIn = 3600, secret = SECRET, ...claims }: TokenClaims = {}): Promise<string> =>
  new SignJWT({ sub: 'ann', doc: '*', role: 'editor', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
    .sign(new TextEncoder().encode(secret));

export const bearer = (token: string): string => `cowrite.bearer.${token}`;

import { isRole, type Role } from '@cowrite/editor/protocol';
import { createRemoteJWKSet, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { AccessDeniedError, type User } from './grant.ts';
import { userFields } from './user-fields.ts';

/** What a token says. */
export interface Claims {
  readonly user: User;
  /** A document's id, or a pattern with `*`. */
  readonly documents: string;
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** The share link it was got by; null for one of the embedding app's own. */
  readonly link: string | null;
}

export interface TokenOptions {
  /** Key of HS256 tokens, 32 characters or more. */
  readonly secret?: string;
  /** Where the public keys of asymmetric tokens are. */
  readonly jwksUrl?: string;
}

export const SHORTEST_SECRET = 32;
/** Clocks of two machines differ. Seconds. */
const CLOCK_TOLERANCE = 5;
const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const LINK_CLAIM = 'link';
/** Audience of what says who a guest is. */
const GUEST = 'cowrite:guest';

const claims = z.object({
  sub: userFields.id,
  name: userFields.name.optional(),
  color: userFields.color.optional(),
  picksColor: z.boolean().optional(),
  picture: userFields.picture.optional(),
  doc: z.string().min(1).max(500),
  role: z.string().refine(isRole),
  iat: z.number(),
  exp: z.number(),
  [LINK_CLAIM]: z.string().optional(),
});

/** Reads and makes tokens: JWTs with the claims sub, name, color, picture, doc, role, iat and exp. */
export class Tokens {
  readonly #secret: Uint8Array | null;
  readonly #publicKeys: ReturnType<typeof createRemoteJWKSet> | null;

  constructor({ secret, jwksUrl }: TokenOptions) {
    if (secret !== undefined && secret.length < SHORTEST_SECRET) {
      throw new RangeError(`The secret has fewer than ${SHORTEST_SECRET} characters: it could be guessed.`);
    }
    this.#secret = secret === undefined ? null : new TextEncoder().encode(secret);
    this.#publicKeys = jwksUrl === undefined ? null : createRemoteJWKSet(new URL(jwksUrl));
  }

  /** Whether it can make tokens, as share links need. */
  get mints(): boolean {
    return this.#secret !== null;
  }

  /** Rejects with `AccessDeniedError` for anything but a good token of now. */
  async verify(token: string): Promise<Claims> {
    const { payload, isOurs } = await this.#payload(token);
    const read = claims.safeParse(payload);
    if (!read.success) {
      const where = read.error.issues[0]?.path.join('.') ?? '';
      throw new AccessDeniedError('unauthorized', `the token's claim ${where} is missing or not valid`);
    }
    const { sub, name = null, color = null, picture = null, picksColor = false, doc, role, iat, exp, link } = read.data;
    return {
      user: { id: sub, name, color, picture, ...(picksColor && { picksColor }) },
      documents: doc,
      role,
      issuedAt: iat * 1000,
      expiresAt: exp * 1000,
      // A link is ours to give: in a token of somebody else's key it means nothing.
      link: isOurs ? (link ?? null) : null,
    };
  }

  /** A token that says so. Throws where there is no secret to sign it with. */
  async mint({ user, documents, role, expiresAt, link }: Omit<Claims, 'issuedAt'>): Promise<string> {
    if (this.#secret === null) throw new Error('without a secret no token can be made');
    const said = Object.entries({ ...user, id: undefined, [LINK_CLAIM]: link }).filter(([, value]) => value != null);
    return await new SignJWT({ ...Object.fromEntries(said), doc: documents, role })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(user.id)
      .setIssuedAt()
      .setExpirationTime(Math.floor(expiresAt / 1000))
      .sign(this.#secret);
  }

  /** Says who a guest is, for their next visit; it opens nothing. */
  async mintGuest(id: string): Promise<string> {
    if (this.#secret === null) throw new Error('without a secret no token can be made');
    return await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(id)
      .setAudience(GUEST)
      .sign(this.#secret);
  }

  /** The guest's id; null for what isn't of our making. */
  async readGuest(token: string): Promise<string | null> {
    if (this.#secret === null) return null;
    const options = { algorithms: ['HS256'], audience: GUEST };
    const read = await jwtVerify(token, this.#secret, options).catch(() => null);
    return read?.payload.sub ?? null;
  }

  /** By the algorithm that the token names, but each with keys of its own kind alone. */
  async #payload(token: string): Promise<{ payload: JWTPayload; isOurs: boolean }> {
    const options = { clockTolerance: CLOCK_TOLERANCE, requiredClaims: ['exp', 'iat'] };
    const alg = algorithmOf(token);
    try {
      if (alg === 'HS256' && this.#secret) {
        const { payload } = await jwtVerify(token, this.#secret, { ...options, algorithms: ['HS256'] });
        return { payload, isOurs: true };
      }
      if (this.#publicKeys) {
        const { payload } = await jwtVerify(token, this.#publicKeys, { ...options, algorithms: ASYMMETRIC });
        return { payload, isOurs: false };
      }
    } catch (error) {
      throw new AccessDeniedError('unauthorized', reasonOf(error));
    }
    throw new AccessDeniedError('unauthorized', "the token's algorithm isn't one that is taken here");
  }
}

const algorithmOf = (token: string): string | undefined => {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    throw new AccessDeniedError('unauthorized', 'it is neither a token nor a key of this service');
  }
};

const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the token's claim ${error.claim} is missing or not valid`;
  if (error instanceof errors.JWKSTimeout || error instanceof TypeError) return "the token's key can't be had just now";
  return 'the token is not valid';
};

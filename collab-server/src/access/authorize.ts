import { isRole, ROLES, type Role } from '@cowrite/editor/protocol';
import { z } from 'zod';
import type { Credential } from './credential.ts';
import { AccessDeniedError, forbidden, type Grant, type User } from './grant.ts';
import { userFields } from './user-fields.ts';

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

export type Authorize = (request: AuthorizeRequest) => Promise<Authorization | null> | Authorization | null;

/** In September 2001: what is less was meant as seconds. */
const FIRST_MILLISECOND = 1e12;

const answered = z.object(
  {
    role: z.string().refine(isRole, `is one of ${ROLES.join(', ')}`),
    user: z.object({
      id: userFields.id,
      name: userFields.name.nullish(),
      color: userFields.color.nullish(),
      picture: userFields.picture.nullish(),
    }),
    expiresAt: z.number().min(FIRST_MILLISECOND, 'is in milliseconds, as Date.now()').nullish(),
  },
  'is an object with role and user, or null',
);

/**
 * What `authorize` lets the credential do. Rejects with `AccessDeniedError` where that is nothing, and with a TypeError
 * that names what is wrong where its answer is none: nobody comes in by a mistake.
 */
export const ask = async (authorize: Authorize, request: AuthorizeRequest): Promise<Grant> => {
  const answer: unknown = await authorize(request);
  if (!answer) {
    if (request.token === null) throw new AccessDeniedError('unauthorized', 'a token is needed');
    throw forbidden();
  }
  const read = answered.safeParse(answer);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new TypeError(
      `what authorize answered can't be taken: ${['it', ...(issue?.path ?? [])].join('.')}: ${issue?.message}`,
    );
  }
  const { role, user, expiresAt = null } = read.data;
  const { id, name = null, color = null, picture = null } = user;
  return { role, user: { id, name, color, picture }, expiresAt };
};

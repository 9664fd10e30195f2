import type { Role } from '@cowrite/editor/protocol';
import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../api/problem.ts';
import type { Access } from './access.ts';
import { AccessDeniedError, type Grant, hasRole } from './grant.ts';

/** What a handler behind these finds in its context. */
export interface Granted {
  Variables: { grant: Grant };
}

type Admit = (request: Request, documentId: string) => Promise<Grant>;

const requireGrant =
  (admit: Admit, least: Role): MiddlewareHandler<Granted> =>
  async (context, next) => {
    const grant = await granted(() => admit(context.req.raw, context.req.param('id') ?? ''));
    if (!hasRole(grant, least)) throw new ProblemError(403, `This takes the role ${least}; yours is ${grant.role}.`);
    context.set('grant', grant);
    await next();
  };

/** Lets through who has this role, or a higher one, in the document that `:id` names. */
export const requireRole = (access: Access, least: Role): MiddlewareHandler<Granted> =>
  requireGrant((request, documentId) => access.admit(access.credentialOf(request), documentId), least);

/** Lets through who may see all documents and make new ones. */
export const requireAll = (access: Access, least: Role): MiddlewareHandler<Granted> =>
  requireGrant((request) => access.admitToAll(access.credentialOf(request)), least);

/** What `admit` gives; where it denies access, the problem that says so. */
export const granted = async <T>(admit: () => Promise<T>): Promise<T> => {
  try {
    return await admit();
  } catch (error) {
    if (!(error instanceof AccessDeniedError)) throw error;
    const [first = '', ...rest] = error.message;
    throw new ProblemError(error.reason === 'unauthorized' ? 401 : 403, `${first.toUpperCase()}${rest.join('')}.`);
  }
};

import type { Role } from '@cowrite/editor/protocol';
import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../api/problem.ts';
import type { Access } from './access.ts';
import type { Scope } from './api-keys.ts';
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
    if (!hasRole(grant, least)) throw tooLow(grant, least);
    context.set('grant', grant);
    await next();
  };

/** Lets through who has this role, or a higher one, in the document that `:id` names. */
export const requireRole = (access: Access, least: Role): MiddlewareHandler<Granted> =>
  requireGrant((request, documentId) => access.admit(access.credentialOf(request), documentId), least);

/** Lets through who has this role, and programs whose key has this scope. */
export const requireScope =
  (access: Access, scope: Scope, least: Role): MiddlewareHandler<Granted> =>
  async (context, next) => {
    const id = context.req.param('id') ?? '';
    const grant = await granted(() => access.admit(access.credentialOf(context.req.raw), id));
    if (!grant.scopes?.includes(scope) && !hasRole(grant, least)) throw tooLow(grant, least);
    context.set('grant', grant);
    await next();
  };

/** Lets through whoever hosts the service, and no program. */
export const requireHost =
  (access: Access): MiddlewareHandler<Granted> =>
  async (context, next) => {
    const grant = await granted(() => access.admitToAll(access.credentialOf(context.req.raw)));
    if (!hasRole(grant, 'owner')) throw tooLow(grant, 'owner');
    if (grant.scopes) throw new ProblemError(403, 'A key makes no keys: sign in as whoever hosts the service.');
    context.set('grant', grant);
    await next();
  };

/** Lets through who may see all documents and make new ones. */
export const requireAll = (access: Access, least: Role): MiddlewareHandler<Granted> =>
  requireGrant((request) => access.admitToAll(access.credentialOf(request)), least);

/**
 * Lets through who may write in the document that the body's `id` names, or, where it names none, who may make any: a
 * document that isn't there yet begins with whoever may write in it.
 */
export const requireMaker =
  (access: Access): MiddlewareHandler<Granted> =>
  async (context, next) => {
    // What is no JSON is refused by whoever reads the rest.
    const body: unknown = await context.req.json().catch(() => null);
    const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
    const credential = access.credentialOf(context.req.raw);
    const grant = await granted(() =>
      typeof id === 'string' ? access.admit(credential, id) : access.admitToAll(credential),
    ).catch((error: unknown) => {
      if (typeof id === 'string' || !(error instanceof ProblemError) || error.status !== 403) throw error;
      throw new ProblemError(403, `${error.message} Give the new one an \`id\` that it is for.`);
    });
    if (!hasRole(grant, 'editor')) throw tooLow(grant, 'editor');
    context.set('grant', grant);
    await next();
  };

const tooLow = ({ role }: Grant, least: Role): ProblemError =>
  new ProblemError(403, `This takes the role ${least}; yours is ${role}.`);

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

import { isRole, type LinkList, type LinkSummary, ROLES, type Role } from '@cowrite/editor/protocol';
import type { AccessStore, Link } from '@cowrite/storage';
import { type Context, Hono } from 'hono';
import { nanoid } from 'nanoid';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { userOf } from '../access/grant.ts';
import { hashPassword } from '../access/passwords.ts';
import { requireRole } from '../access/require-grant.ts';
import { linkListSchema, linkSchema } from './answers.ts';
import { checked, documentId, futureTime } from './checked.ts';
import { described } from './described.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';
import { publicAddress } from './public-address.ts';

/** 64^24: a link can't be guessed. */
const ID_LENGTH = 24;

const role = z.enum(ROLES);
const label = z.string().trim().max(100);
const password = z.string().min(4, 'a password has 4 characters at least').max(200).nullable();
const expiresAt = futureTime.nullable();
const newLink = z.strictObject({
  role,
  label: label.default(''),
  password: password.default(null),
  expiresAt: expiresAt.default(null),
});
const linkChange = z.strictObject({
  role: role.optional(),
  label: label.optional(),
  password: password.optional(),
  expiresAt: expiresAt.optional(),
});
const inDocument = z.object({ id: documentId });
const ofLink = z.object({ id: documentId, link: z.string().max(100) });

interface LinkRoutesOptions {
  readonly access: Access;
  readonly store: AccessStore;
  /** Something was said about who may do what in a document: whoever is in it has to be told. */
  readonly onChange: (documentId: string) => Promise<void>;
}

/** `/api/documents/:id/links`: who else may come in, for the document's owners. */
export const linkRoutes = ({ access, store, onChange }: LinkRoutesOptions) => {
  const existing = async (id: string, link: string): Promise<Link> => {
    const found = await store.findLink(link);
    if (!found || found.documentId !== id) throw new ProblemError(404, 'There is no such link of this document.');
    return found;
  };
  return new Hono()
    .use('/:id/links', requireRole(access, 'owner'))
    .use('/:id/links/*', requireRole(access, 'owner'))
    .get(
      '/:id/links',
      described({
        subject: 'Sharing',
        does: 'The share links of a document',
        answers: { 200: { schema: linkListSchema } },
        problems: [401, 403, 404, 429],
      }),
      checked('param', inDocument),
      async (context) => {
        const links = await store.listLinks(context.req.valid('param').id);
        return context.json({
          links: links.filter(({ revokedAt }) => revokedAt === null).map((link) => summary(context, link)),
        } satisfies LinkList);
      },
    )
    .post(
      '/:id/links',
      described({
        subject: 'Sharing',
        does: 'Makes a share link',
        answers: { 201: { schema: linkSchema } },
        problems: [400, 401, 403, 404, 409, 429],
      }),
      checked('param', inDocument),
      checked('json', newLink),
      async (context) => {
        if (!access.tokens.mints) {
          throw new ProblemError(409, 'Links need a secret to sign with: start the service with COWRITE_SECRET.');
        }
        const { password, ...wanted } = context.req.valid('json');
        const link = await store.addLink({
          ...wanted,
          id: nanoid(ID_LENGTH),
          documentId: context.req.valid('param').id,
          password: password === null ? null : await hashPassword(password),
          createdBy: userOf(context.get('grant')),
        });
        return context.json(summary(context, link), 201);
      },
    )
    .patch(
      '/:id/links/:link',
      described({
        subject: 'Sharing',
        does: 'Changes what a share link allows',
        answers: { 200: { schema: linkSchema } },
        problems: [400, 401, 403, 404, 429],
      }),
      checked('param', ofLink),
      checked('json', linkChange),
      async (context) => {
        const { id, link } = context.req.valid('param');
        const before = await existing(id, link);
        const { role, label, password, expiresAt } = context.req.valid('json');
        const changed = await store.changeLink(link, {
          role: role ?? before.role,
          label: label ?? before.label,
          expiresAt: expiresAt === undefined ? before.expiresAt : expiresAt,
          password: password === undefined ? before.password : password && (await hashPassword(password)),
        });
        await onChange(id);
        return context.json(summary(context, changed ?? before));
      },
    )
    .delete(
      '/:id/links/:link',
      described({
        subject: 'Sharing',
        does: 'Revokes a share link',
        answers: { 204: {} },
        problems: [401, 403, 404, 429],
      }),
      checked('param', ofLink),
      async (context) => {
        const { id, link } = context.req.valid('param');
        await existing(id, link);
        await store.changeLink(link, { revokedAt: Date.now() });
        await onChange(id);
        return context.body(null, 204);
      },
    )
    .all('/:id/links', methodNotAllowed('GET, POST'))
    .all('/:id/links/:link', methodNotAllowed('PATCH, DELETE'));
};

const memberBody = z.strictObject({ role: role.nullable() });
const ofMember = z.object({ id: documentId, user: z.string().min(1).max(200) });

/** `/api/documents/:id/members/:user`: what one user may do from now on, whatever their token says. */
export const memberRoutes = ({ access, store, onChange }: LinkRoutesOptions) =>
  new Hono()
    .put(
      '/:id/members/:user',
      described({
        subject: 'Sharing',
        does: 'Says what one user may do, whatever their token says; null for no word',
        answers: { 204: {} },
        problems: [400, 401, 403, 404, 429],
      }),
      requireRole(access, 'owner'),
      checked('param', ofMember),
      checked('json', memberBody),
      async (context) => {
        const { id, user } = context.req.valid('param');
        await store.setMember(id, user, context.req.valid('json').role);
        await onChange(id);
        return context.body(null, 204);
      },
    )
    .all('/:id/members/:user', methodNotAllowed('PUT'));

/** A role that this version doesn't know is the least. */
export const roleOf = ({ role }: Link): Role => (isRole(role) ? role : 'viewer');

const summary = (context: Context, link: Link): LinkSummary => ({
  id: link.id,
  url: publicAddress(context, `/s/${link.id}`),
  role: roleOf(link),
  label: link.label,
  hasPassword: link.password !== null,
  createdAt: new Date(link.createdAt).toISOString(),
  expiresAt: link.expiresAt === null ? null : new Date(link.expiresAt).toISOString(),
});

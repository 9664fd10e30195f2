import type { LinkEntry, LinkInvitation } from '@cowrite/editor/protocol';
import type { DocumentStore, Link } from '@cowrite/storage';
import { Hono } from 'hono';
import { nanoid } from 'nanoid';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { isPassword } from '../access/passwords.ts';
import { entrySchema, invitationSchema } from './answers.ts';
import { checked, color, personName } from './checked.ts';
import { described } from './described.ts';
import { roleOf } from './links.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';

/** Of a guest's token, milliseconds. What a link allows is looked up each time, so this bounds nothing but its use. */
const TOKEN_LIFE = 12 * 60 * 60 * 1000;

const entryBody = z.strictObject({
  name: personName,
  color: color.optional(),
  password: z.string().max(200).optional(),
  /** Who one was here before. */
  guest: z.string().max(2000).optional(),
});
const ofLink = z.object({ link: z.string().max(100) });

/** `/api/links/:link`: for whoever was given a link. They choose a name, and stay the same guest across visits. */
export const entryRoutes = ({ access, store }: { access: Access; store: DocumentStore }) => {
  const existing = async (id: string): Promise<Link> => {
    const link = await store.access.findLink(id);
    if (!link || link.revokedAt !== null) throw new ProblemError(404, 'This link was revoked, or never was one.');
    if (link.expiresAt !== null && link.expiresAt <= Date.now()) {
      throw new ProblemError(410, 'This link has expired: ask for a new one.');
    }
    return link;
  };

  const checkPassword = async (link: Link, password: string | undefined): Promise<void> => {
    if (link.password === null) return;
    if (password === undefined) throw new ProblemError(401, 'This link asks for a password.');
    if (!access.linkTries.take(link.id)) throw new ProblemError(429, 'Too many tries at this password: wait a minute.');
    if (!(await isPassword(password, link.password))) throw new ProblemError(401, 'This is not the password.');
  };

  return new Hono()
    .get(
      '/:link',
      described({
        subject: 'Sharing',
        does: 'What a share link leads to',
        answers: { 200: { schema: invitationSchema } },
        problems: [404, 410, 429],
      }),
      checked('param', ofLink),
      async (context) => {
        const link = await existing(context.req.valid('param').link);
        const needsPassword = link.password !== null;
        const title = needsPassword ? null : ((await store.find(link.documentId))?.title ?? null);
        return context.json({ role: roleOf(link), needsPassword, title } satisfies LinkInvitation);
      },
    )
    .post(
      '/:link/enter',
      described({
        subject: 'Sharing',
        does: 'Comes in by a share link, as a guest',
        answers: { 200: { schema: entrySchema } },
        problems: [400, 401, 404, 410, 429],
      }),
      checked('param', ofLink),
      checked('json', entryBody),
      async (context) => {
        const link = await existing(context.req.valid('param').link);
        const { name, color: ownColor = null, password, guest } = context.req.valid('json');
        await checkPassword(link, password);
        const { tokens } = access;
        const id = (guest === undefined ? null : await tokens.readGuest(guest)) ?? `guest:${nanoid()}`;
        const expiresAt = Math.min(Date.now() + TOKEN_LIFE, link.expiresAt ?? Number.POSITIVE_INFINITY);
        const token = await tokens.mint({
          user: { id, name, color: ownColor, picture: null, picksColor: true },
          documents: link.documentId,
          role: roleOf(link),
          expiresAt,
          link: link.id,
        });
        const { documentId } = link;
        const entry = {
          documentId,
          token,
          guest: await tokens.mintGuest(id),
          expiresAt: new Date(expiresAt).toISOString(),
        };
        return context.json(entry satisfies LinkEntry);
      },
    )
    .all('/:link', methodNotAllowed('GET'))
    .all('/:link/enter', methodNotAllowed('POST'));
};

import type { AccessInfo, HostEntry } from '@cowrite/editor/protocol';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { TokenBucket } from '../sync/limits.ts';
import { accessSchema, hostEntrySchema } from './answers.ts';
import { checked, color, personName } from './checked.ts';
import { described } from './described.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';

/** Of the token that the host's key is exchanged for, milliseconds. */
const TOKEN_LIFE = 30 * 24 * 60 * 60 * 1000;
/** Tries at the key, of all together. */
const TRIES = { burst: 20, perSecond: 1 / 6 };

const signInBody = z.strictObject({
  key: z.string().max(1000),
  name: personName.optional(),
  color: color.optional(),
});

/** `/api/access`: how one comes in here, and the way in of whoever hosts the service. */
export const accessRoutes = (access: Access) => {
  const tries = new TokenBucket(TRIES, Date.now());
  return new Hono()
    .get(
      '/',
      described({
        subject: 'Service',
        does: 'How one comes in here',
        answers: { 200: { schema: accessSchema } },
        problems: [429],
      }),
      (context) => context.json({ open: access.isOpen, links: access.tokens.mints } satisfies AccessInfo),
    )
    .post(
      '/',
      described({
        subject: 'Service',
        does: 'Signs in whoever hosts the service, with its key',
        answers: { 200: { schema: hostEntrySchema } },
        problems: [400, 401, 409, 429],
      }),
      checked('json', signInBody),
      async (context) => {
        if (!access.tokens.mints) {
          throw new ProblemError(409, 'Nobody signs in here: the service has no secret (COWRITE_SECRET).');
        }
        if (!tries.take(1, Date.now())) throw new ProblemError(429, 'Too many tries: wait a minute.');
        const { key, name = null, color: ownColor = null } = context.req.valid('json');
        const host = access.hostOf(key);
        if (!host) throw new ProblemError(401, 'This is not the key of this service.');
        const user = { ...host, name, color: ownColor, picksColor: true };
        const expiresAt = Date.now() + TOKEN_LIFE;
        const token = await access.tokens.mint({ user, documents: '*', role: 'owner', expiresAt, link: null });
        return context.json({ token, expiresAt: new Date(expiresAt).toISOString() } satisfies HostEntry);
      },
    )
    .all('/', methodNotAllowed('GET, POST'));
};

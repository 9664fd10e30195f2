import type { ApiKey, ProgramStore } from '@cowrite/storage';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { makeApiKey, SCOPES } from '../access/api-keys.ts';
import { userOf } from '../access/grant.ts';
import { requireHost } from '../access/require-grant.ts';
import { checked, futureTime, personName } from './checked.ts';
import { described } from './described.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';
import { keySchema, newKeySchema } from './schemas.ts';

const newKey = z.strictObject({
  label: z.string().trim().min(1, 'a key has a label').max(100),
  scopes: z.array(z.enum(SCOPES)).min(1, 'give one scope at least'),
  documents: z
    .string()
    .regex(/^[A-Za-z0-9._*-]{1,128}$/, 'a document id, or a pattern in which * is any characters')
    .default('*'),
  name: personName.optional().meta({ description: 'In whose name it writes; the label unless given.' }),
  expiresAt: futureTime.nullable().default(null),
});
const ofKey = z.object({ key: z.string().max(100) });

interface KeyRoutesOptions {
  readonly access: Access;
  readonly programs: ProgramStore;
  /** A key ended: whoever is connected with it has to be told. */
  readonly onRevoke: (user: string) => Promise<void>;
}

/** `/api/keys`: the keys that programs come with, for whoever hosts the service. */
export const keyRoutes = ({ access, programs, onRevoke }: KeyRoutesOptions) =>
  new Hono()
    .use(requireHost(access))
    .get(
      '/',
      described({
        subject: 'Keys',
        does: 'Lists API keys',
        answers: { 200: { schema: z.object({ keys: z.array(keySchema) }) } },
        problems: [401, 403],
      }),
      async (context) => context.json({ keys: (await programs.listKeys()).map(summary) }),
    )
    .post(
      '/',
      described({
        subject: 'Keys',
        does: 'Makes an API key',
        more: 'Scopes: `read`, `comment`, `write`, `manage` (share, delete, restore), and `values`, to set live values alone.',
        answers: { 201: { schema: newKeySchema } },
        problems: [400, 401, 403, 409],
      }),
      checked('json', newKey),
      async (context) => {
        if (access.isOpen) throw new ProblemError(409, 'Everybody may do everything here: set COWRITE_SECRET first.');
        const { label, scopes, documents, name = label, expiresAt } = context.req.valid('json');
        const { key, id, hash } = makeApiKey();
        const createdBy = userOf(context.get('grant'));
        const stored = { id, hash, label, user: `key:${id}`, name, documents, scopes, createdBy, expiresAt };
        return context.json({ ...summary(await programs.addKey(stored)), key }, 201);
      },
    )
    .delete(
      '/:key',
      described({ subject: 'Keys', does: 'Revokes an API key', answers: { 204: {} }, problems: [401, 403, 404] }),
      checked('param', ofKey),
      async (context) => {
        const { key } = context.req.valid('param');
        const revoked = await programs.revokeKey(key);
        if (!revoked) throw new ProblemError(404, 'There is no such key.');
        access.keys.forget(key);
        await onRevoke(revoked.user);
        return context.body(null, 204);
      },
    )
    .all('/', methodNotAllowed('GET, POST'))
    .all('/:key', methodNotAllowed('DELETE'));

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const summary = ({ id, label, documents, scopes, name, createdAt, expiresAt, revokedAt }: ApiKey) => ({
  id,
  label,
  documents,
  scopes: [...scopes],
  name,
  createdAt: new Date(createdAt).toISOString(),
  expiresAt: iso(expiresAt),
  revokedAt: iso(revokedAt),
});

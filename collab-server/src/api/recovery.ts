import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { requireAll } from '../access/require-grant.ts';
import type { Rooms } from '../sync/rooms.ts';
import { recoverySchema } from './answers.ts';
import { checked } from './checked.ts';
import { described } from './described.ts';
import { methodNotAllowed } from './problem.ts';

const MINUTE = 60_000;
/** Clients that come back after a weekend; it isn't a way to run a service. */
const MOST_MINUTES = 7 * 24 * 60;

const recoveryBody = z.strictObject({ minutes: z.number().positive().max(MOST_MINUTES) });

/** `/api/recovery`: whoever hosts the service lets clients bring back what others wrote, after a backup was restored. */
export const recoveryRoutes = ({ access, rooms }: { access: Access; rooms: Rooms }) =>
  new Hono()
    .use(requireAll(access, 'owner'))
    .get(
      '/',
      described({
        subject: 'Service',
        does: 'Until when clients may bring back what others wrote',
        answers: { 200: { schema: recoverySchema } },
        problems: [401, 403],
      }),
      (context) => context.json(summary(rooms)),
    )
    .put(
      '/',
      described({
        subject: 'Service',
        does: 'Opens a recovery, after a backup was restored',
        answers: { 200: { schema: recoverySchema } },
        problems: [400, 401, 403],
      }),
      checked('json', recoveryBody),
      (context) => {
        rooms.openRecovery(context.req.valid('json').minutes * MINUTE);
        return context.json(summary(rooms));
      },
    )
    .delete(
      '/',
      described({
        subject: 'Service',
        does: 'Ends a recovery',
        answers: { 200: { schema: recoverySchema } },
        problems: [401, 403],
      }),
      (context) => {
        rooms.openRecovery(0);
        return context.json(summary(rooms));
      },
    )
    .all('/', methodNotAllowed('GET, PUT, DELETE'));

const summary = ({ recoveryEnd }: Rooms): { until: string | null } => ({
  until: recoveryEnd === null ? null : new Date(recoveryEnd).toISOString(),
});

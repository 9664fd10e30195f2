import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { requireRole } from '../access/require-grant.ts';
import type { EventRules } from '../sync/event-rules.ts';
import { MAX_EVENT } from '../sync/limits.ts';
import type { Rooms } from '../sync/rooms.ts';
import { stampOf } from '../sync/stamp.ts';
import { checked, documentId } from './checked.ts';
import { described } from './described.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';

const inDocument = z.object({ id: documentId });
const eventBody = z.strictObject({
  name: z.string().min(1).max(200),
  data: z.unknown().meta({ description: 'Anything JSON can hold.' }),
});

interface EventRoutesOptions {
  readonly access: Access;
  readonly rooms: Rooms;
  readonly rules: EventRules;
}

/** `/api/documents/:id/events`: what is told to everybody who has a document open, and kept nowhere. */
export const eventRoutes = ({ access, rooms, rules }: EventRoutesOptions) =>
  new Hono()
    .post(
      '/:id/events',
      described({
        subject: 'Events',
        does: 'Tells everybody who has a document open',
        more: 'In your name, and kept nowhere: whoever isn’t there doesn’t hear of it. Pages take 16 KiB at most.',
        answers: { 204: {} },
        problems: [400, 401, 403, 404, 413, 429],
      }),
      checked('param', inDocument),
      requireRole(access, 'viewer'),
      checked('json', eventBody),
      (context) => {
        const { id } = context.req.valid('param');
        const { name, data = null } = context.req.valid('json');
        const { role, user } = context.get('grant');
        if (!rules.mayTell(role, name))
          throw new ProblemError(403, `This event isn’t yours to send with the role ${role}.`);
        const json = JSON.stringify(data);
        if (Buffer.byteLength(name) + Buffer.byteLength(json) + 8 > MAX_EVENT) {
          throw new ProblemError(413, `An event has ${MAX_EVENT} bytes at most.`);
        }
        rooms.announce(id, { name, data: json, ...(user && { from: stampOf(user) }) });
        return context.body(null, 204);
      },
    )
    .all('/:id/events', methodNotAllowed('POST'));

import { type CommentSummary, MESSAGE_EVENT, type MessageEvent, type MessageList } from '@cowrite/editor/protocol';
import type { Comment, CommentStore } from '@cowrite/storage';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { type Grant, hasRole, userOf } from '../access/grant.ts';
import { requireRole } from '../access/require-grant.ts';
import type { Rooms } from '../sync/rooms.ts';
import { commentSchema, messageListSchema } from './answers.ts';
import { checked, documentId } from './checked.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';
import { about, changedWords, commentSummary, newWords, ownId, speakerOf, talkPace, tellRead } from './speech.ts';

const PAGE = 50;
const MOST_UNREAD = 100;
/** Of an event, in bytes; a message that is longer is asked for. */
const LARGEST_EVENT = 8 * 1024;

const inDocument = z.object({ id: documentId });
const ofMessage = z.object({ id: documentId, message: ownId });
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(PAGE),
  before: z.coerce.number().int().min(0).optional(),
});
const readBody = z.strictObject({ seq: z.number().int().min(0) });

interface ChatRoutesOptions {
  readonly access: Access;
  readonly comments: CommentStore;
  readonly rooms: Rooms;
}

/** `/api/documents/:id/chat`: what people say beside the document. */
export const chatRoutes = ({ access, comments, rooms }: ChatRoutesOptions) => {
  const keepPace = talkPace();

  const told = (id: string, message: Comment): CommentSummary => {
    const summary = commentSummary(message);
    const whole: MessageEvent = { id: message.id, message: summary };
    const data = JSON.stringify(whole);
    const named: MessageEvent = { id: message.id };
    rooms.announce(id, { name: MESSAGE_EVENT, data: data.length > LARGEST_EVENT ? JSON.stringify(named) : data });
    return summary;
  };

  /** Throws unless it is theirs, or the document is and `forOwner` says that this is enough. */
  const expectOwn = async (id: string, message: string, grant: Grant, headers: Headers, forOwner: boolean) => {
    const found = await comments.findMessage(id, message);
    if (!found || found.removedAt !== null) throw new ProblemError(404, 'There is no such message, or no longer.');
    if (found.author.id === speakerOf(grant, headers).id || (forOwner && hasRole(grant, 'owner'))) return;
    throw new ProblemError(403, 'This message is somebody else’s.');
  };

  return new Hono()
    .get(
      '/:id/chat',
      about('The last messages of the chat, or those before one', 200, messageListSchema),
      checked('param', inDocument),
      requireRole(access, 'viewer'),
      checked('query', listQuery),
      async (context) => {
        const { id } = context.req.valid('param');
        const { limit, before } = context.req.valid('query');
        const self = speakerOf(context.get('grant'), context.req.raw.headers);
        const [found, marks, unread] = await Promise.all([
          comments.listMessages(id, { limit, ...(before === undefined ? {} : { before }) }),
          comments.readMarks(id, self.id),
          comments.countUnreadMessages(id, self.id, MOST_UNREAD),
        ]);
        const next = found.length === limit ? (found[0]?.seq ?? null) : null;
        const messages = found.map(commentSummary);
        return context.json({ messages, next, self, read: marks.chat, unread } satisfies MessageList);
      },
    )
    .post(
      '/:id/chat',
      about('Says something in the chat', 201, commentSchema),
      checked('param', inDocument),
      requireRole(access, 'commenter'),
      checked('json', newWords),
      async (context) => {
        const { id } = context.req.valid('param');
        const author = speakerOf(context.get('grant'), context.req.raw.headers);
        keepPace(id, author);
        const words = context.req.valid('json');
        const message = await comments.addMessage(id, { ...words, author });
        if (message.author.id !== author.id) throw new ProblemError(409, 'Another message has this id.');
        await comments.setReadMarks(id, author.id, { chat: message.seq });
        return context.json(told(id, message), 201);
      },
    )
    .put(
      '/:id/chat/read',
      about('Marks messages as read', 204),
      checked('param', inDocument),
      requireRole(access, 'viewer'),
      checked('json', readBody),
      async (context) => {
        const self = speakerOf(context.get('grant'), context.req.raw.headers);
        const { seq } = context.req.valid('json');
        const { id } = context.req.valid('param');
        await comments.setReadMarks(id, self.id, { chat: seq });
        tellRead(rooms, id, userOf(context.get('grant')), { person: self.id, chat: seq });
        return context.body(null, 204);
      },
    )
    .patch(
      '/:id/chat/:message',
      about('Changes the words of your message', 200, commentSchema),
      checked('param', ofMessage),
      requireRole(access, 'commenter'),
      checked('json', changedWords),
      async (context) => {
        const { id, message } = context.req.valid('param');
        await expectOwn(id, message, context.get('grant'), context.req.raw.headers, false);
        const changed = await comments.changeMessage(id, { id: message, ...context.req.valid('json') });
        if (!changed) throw new ProblemError(404, 'There is no such message, or no longer.');
        return context.json(told(id, changed));
      },
    )
    .delete(
      '/:id/chat/:message',
      about('Removes a message', 204),
      checked('param', ofMessage),
      requireRole(access, 'commenter'),
      async (context) => {
        const { id, message } = context.req.valid('param');
        await expectOwn(id, message, context.get('grant'), context.req.raw.headers, true);
        const removed = await comments.removeMessage(id, message);
        if (removed) told(id, removed);
        return context.body(null, 204);
      },
    )
    .all('/:id/chat', methodNotAllowed('GET, POST'))
    .all('/:id/chat/read', methodNotAllowed('PUT'))
    .all('/:id/chat/:message', methodNotAllowed('PATCH, DELETE'));
};

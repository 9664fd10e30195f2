import {
  type CommentTarget,
  type NewCommentTarget,
  QUOTE_LIMIT,
  type Speaker,
  THREAD_EVENT,
  type ThreadEvent,
  type ThreadList,
  type ThreadSummary,
} from '@cowrite/editor/protocol';
import type { Comment, CommentStore, CommentThread } from '@cowrite/storage';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { type Grant, hasRole, userOf } from '../access/grant.ts';
import { requireRole } from '../access/require-grant.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import type { Rooms } from '../sync/rooms.ts';
import { threadListSchema, threadSchema } from './answers.ts';
import { checked, documentId } from './checked.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';
import { about, changedWords, commentSummary, newWords, ownId, speakerOf, talkPace, tellRead } from './speech.ts';

/** Of an event, in bytes; a thread that is longer is asked for. */
const LARGEST_EVENT = 8 * 1024;
/** Of a target, in bytes: hundreds of elements, and no more. */
const LARGEST_TARGET = 32 * 1024;

const position = z.record(z.string(), z.unknown());
const target = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('document') }),
    z.strictObject({ kind: z.literal('text'), start: position, end: position }),
    z.strictObject({ kind: z.literal('block'), block: z.string().min(1).max(100) }),
    z.strictObject({ kind: z.literal('elements'), elements: z.array(z.string().min(1).max(100)).min(1).max(200) }),
  ])
  .refine((value) => JSON.stringify(value).length <= LARGEST_TARGET, 'too large');
const threadBody = z.strictObject({
  id: ownId,
  target,
  quote: z
    .string()
    .transform((text) => text.slice(0, QUOTE_LIMIT))
    .default(''),
  comment: newWords,
});
const inDocument = z.object({ id: documentId });
const ofThread = z.object({ id: documentId, thread: ownId });
const ofComment = z.object({ id: documentId, thread: ownId, comment: ownId });
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(100).optional(),
});
const readBody = z.strictObject({ threads: z.record(ownId, z.number().int().min(0)) });
const resolveBody = z.strictObject({ resolved: z.boolean() });

interface CommentRoutesOptions {
  readonly access: Access;
  readonly comments: CommentStore;
  readonly rooms: Rooms;
  readonly edits: ServerEdits;
}

/** `/api/documents/:id/comments`: threads about the document and its parts. */
export const commentRoutes = ({ access, comments, rooms, edits }: CommentRoutesOptions) => {
  const keepPace = talkPace();

  /** Tells open pages what became of a thread, and answers with it. */
  const told = (id: string, threadId: string, thread: CommentThread | null): ThreadSummary | null => {
    const summary = thread && threadSummary(thread);
    const whole: ThreadEvent = { id: threadId, thread: summary };
    const named: ThreadEvent = { id: threadId };
    const data = JSON.stringify(whole);
    rooms.announce(id, { name: THREAD_EVENT, data: data.length > LARGEST_EVENT ? JSON.stringify(named) : data });
    return summary;
  };

  const existing = async (id: string, threadId: string): Promise<CommentThread> => {
    const thread = await comments.findThread(id, threadId);
    if (!thread) throw noThread();
    return thread;
  };

  const expectOwnComment = (thread: CommentThread, commentId: string, self: Speaker, isOwner: boolean): Comment => {
    const comment = thread.comments.find((each) => each.id === commentId);
    if (!comment || comment.removedAt !== null) throw new ProblemError(404, 'There is no such comment, or no longer.');
    if (comment.author.id !== self.id && !isOwner) throw new ProblemError(403, 'This comment is somebody else’s.');
    return comment;
  };

  /** What a thread was about is no longer marked; the marks mean nothing without it, so this needn't succeed. */
  const unmark = (id: string, thread: CommentThread, grant: Grant): void => {
    const { kind } = JSON.parse(thread.target) as CommentTarget;
    if (kind === 'document') return;
    void edits.edit(id, 'unmark', { thread: thread.id }, { user: userOf(grant) }).catch(() => undefined);
  };

  return new Hono()
    .use('/:id/comments', checked('param', inDocument))
    .use('/:id/comments/*', checked('param', inDocument))
    .get(
      '/:id/comments',
      about('The threads of comments of a document', 200, threadListSchema),
      requireRole(access, 'viewer'),
      checked('query', listQuery),
      async (context) => {
        const { id } = context.req.param();
        const { limit, cursor } = context.req.valid('query');
        const self = speakerOf(context.get('grant'), context.req.raw.headers);
        const query = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
        const [page, marks] = await Promise.all([
          comments.listThreads(id, query).catch((error: unknown) => {
            if (!(error instanceof RangeError)) throw error;
            throw new ProblemError(400, 'This cursor is not one of this list: start again without it.');
          }),
          comments.readMarks(id, self.id),
        ]);
        const threads = page.threads.map(threadSummary);
        return context.json({ threads, next: page.next, self, read: marks.threads } satisfies ThreadList);
      },
    )
    .post(
      '/:id/comments',
      about('Begins a thread on the document, a text, a block or elements', 201, threadSchema),
      requireRole(access, 'commenter'),
      checked('json', threadBody),
      async (context) => {
        const { id } = context.req.param();
        const self = speakerOf(context.get('grant'), context.req.raw.headers);
        const { id: threadId, target: wanted, quote, comment } = context.req.valid('json');
        const present = await comments.findThread(id, threadId);
        if (present) {
          if (present.comments[0]?.author.id !== self.id) throw new ProblemError(409, 'Another thread has this id.');
          return context.json(threadSummary(present));
        }
        keepPace(id, self);
        // First the mark, then the row: a mark without a row is nothing that anybody sees.
        if (wanted.kind !== 'document') {
          const mark = { thread: threadId, target: wanted };
          // A mark that is there already, of a call whose answer was lost, is made no second time.
          const { result: isThere } = await edits.edit(id, 'mark', mark, { user: userOf(context.get('grant')) });
          if (!isThere) {
            throw new ProblemError(
              409,
              'What this comment is about isn’t in the document (any more, or yet): try again.',
            );
          }
        }
        const kept = JSON.stringify(keptTarget(wanted));
        const thread = await comments.addThread({
          id: threadId,
          documentId: id,
          target: kept,
          quote,
          comment: { ...comment, author: self },
        });
        await markRead(comments, thread, self);
        return context.json(told(id, threadId, thread), 201);
      },
    )
    .put(
      '/:id/comments/read',
      about('Marks threads as read', 204),
      requireRole(access, 'viewer'),
      checked('json', readBody),
      async (context) => {
        const self = speakerOf(context.get('grant'), context.req.raw.headers);
        const { threads } = context.req.valid('json');
        const id = context.req.param('id');
        await comments.setReadMarks(id, self.id, { threads });
        tellRead(rooms, id, userOf(context.get('grant')), { person: self.id, threads });
        return context.body(null, 204);
      },
    )
    .get(
      '/:id/comments/:thread',
      about('A thread', 200, threadSchema),
      requireRole(access, 'viewer'),
      checked('param', ofThread),
      async (context) => {
        const { id, thread } = context.req.valid('param');
        return context.json(threadSummary(await existing(id, thread)));
      },
    )
    .patch(
      '/:id/comments/:thread',
      about('Resolves a thread, or opens it again', 200, threadSchema),
      requireRole(access, 'commenter'),
      checked('param', ofThread),
      checked('json', resolveBody),
      async (context) => {
        const { id, thread } = context.req.valid('param');
        const self = speakerOf(context.get('grant'), context.req.raw.headers);
        const { resolved } = context.req.valid('json');
        const changed = await comments.resolveThread(id, thread, resolved ? self : null);
        if (!changed) throw noThread();
        return context.json(told(id, thread, changed));
      },
    )
    .delete(
      '/:id/comments/:thread',
      about('Removes a thread', 204),
      requireRole(access, 'commenter'),
      checked('param', ofThread),
      async (context) => {
        const { id, thread } = context.req.valid('param');
        const grant = context.get('grant');
        const self = speakerOf(grant, context.req.raw.headers);
        const found = await existing(id, thread);
        const isTheirs = found.comments.every(({ author, removedAt }) => removedAt !== null || author.id === self.id);
        if (!isTheirs && !hasRole(grant, 'owner')) {
          throw new ProblemError(
            403,
            'Others have said something here: delete your own comments, or resolve the thread.',
          );
        }
        await comments.removeThread(id, thread);
        unmark(id, found, grant);
        told(id, thread, null);
        return context.body(null, 204);
      },
    )
    .post(
      '/:id/comments/:thread/replies',
      about('Replies in a thread', 201, threadSchema),
      requireRole(access, 'commenter'),
      checked('param', ofThread),
      checked('json', newWords),
      async (context) => {
        const { id, thread } = context.req.valid('param');
        const self = speakerOf(context.get('grant'), context.req.raw.headers);
        keepPace(id, self);
        const words = context.req.valid('json');
        const changed = await comments.addReply(id, thread, { ...words, author: self });
        if (!changed) throw noThread();
        const added = changed.comments.find((each) => each.id === words.id);
        if (added?.author.id !== self.id) throw new ProblemError(409, 'Another comment has this id.');
        await markRead(comments, changed, self);
        return context.json(told(id, thread, changed), 201);
      },
    )
    .patch(
      '/:id/comments/:thread/replies/:comment',
      about('Changes the words of your comment', 200, threadSchema),
      requireRole(access, 'commenter'),
      checked('param', ofComment),
      checked('json', changedWords),
      async (context) => {
        const { id, thread, comment } = context.req.valid('param');
        const self = speakerOf(context.get('grant'), context.req.raw.headers);
        expectOwnComment(await existing(id, thread), comment, self, false);
        const changed = await comments.changeComment(id, thread, { id: comment, ...context.req.valid('json') });
        if (!changed) throw noThread();
        return context.json(told(id, thread, changed));
      },
    )
    .delete(
      '/:id/comments/:thread/replies/:comment',
      about('Removes a comment', 204),
      requireRole(access, 'commenter'),
      checked('param', ofComment),
      async (context) => {
        const { id, thread, comment } = context.req.valid('param');
        const grant = context.get('grant');
        const self = speakerOf(grant, context.req.raw.headers);
        const found = await existing(id, thread);
        expectOwnComment(found, comment, self, hasRole(grant, 'owner'));
        const left = await comments.removeComment(id, thread, comment);
        if (left === null) unmark(id, found, grant);
        told(id, thread, left);
        return context.body(null, 204);
      },
    )
    .all('/:id/comments', methodNotAllowed('GET, POST'))
    .all('/:id/comments/read', methodNotAllowed('PUT'))
    .all('/:id/comments/:thread', methodNotAllowed('GET, PATCH, DELETE'))
    .all('/:id/comments/:thread/replies', methodNotAllowed('POST'))
    .all('/:id/comments/:thread/replies/:comment', methodNotAllowed('PATCH, DELETE'));
};

const noThread = (): ProblemError => new ProblemError(404, 'There is no such thread of comments, or no longer.');

/** Who says something has read what stands above it. */
const markRead = async (comments: CommentStore, thread: CommentThread, { id }: Speaker): Promise<void> => {
  const seq = thread.comments.at(-1)?.seq ?? 0;
  await comments.setReadMarks(thread.documentId, id, { threads: { [thread.id]: seq } });
};

const keptTarget = (wanted: NewCommentTarget): CommentTarget => (wanted.kind === 'text' ? { kind: 'text' } : wanted);

const threadSummary = ({ id, target: kept, quote, createdAt, resolved, comments }: CommentThread): ThreadSummary => ({
  id,
  target: JSON.parse(kept) as CommentTarget,
  quote,
  createdAt: new Date(createdAt).toISOString(),
  resolved: resolved && { at: new Date(resolved.at).toISOString(), by: resolved.by },
  comments: comments.map(commentSummary),
});

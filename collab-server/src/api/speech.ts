import type { CommentSummary } from '@cowrite/editor/protocol';
import {
  isColor,
  PERSON_HEADER,
  READ_EVENT,
  type ReadEvent,
  type Speaker,
  WORDS_LIMIT,
} from '@cowrite/editor/protocol';
import type { Comment } from '@cowrite/storage';
import { z } from 'zod';
import type { Grant } from '../access/grant.ts';
import { TokenBucket } from '../sync/limits.ts';
import type { Rooms } from '../sync/rooms.ts';
import { color, personName } from './checked.ts';
import { described } from './described.ts';
import { ProblemError } from './problem.ts';

/** Comments and messages of one person in one document. */
const PACE = { burst: 30, perSecond: 1 };
const MOST_SPEAKERS = 10_000;
const MOST_MENTIONS = 50;
const LONGEST_USER = 200;
const NAMELESS = 'Somebody';

export const ownId = z.string().regex(/^[\w-]{8,64}$/, 'an id has 8 to 64 letters, digits, _ and -');

const text = z
  .string()
  .transform((words) => words.replace(/\r\n?/g, '\n').trim())
  .pipe(
    z
      .string()
      .min(1, 'there has to be something to say')
      .max(WORDS_LIMIT, `more than ${WORDS_LIMIT} characters: say it in several parts`),
  );
const mentions = z
  .array(z.strictObject({ id: z.string().min(1).max(LONGEST_USER), name: personName }))
  .max(MOST_MENTIONS)
  .default([]);

export const newWords = z.strictObject({ id: ownId, text, mentions });
export const changedWords = z.strictObject({ text, mentions });

const claimed = z.object({
  id: z.string().min(1).max(LONGEST_USER).catch(''),
  name: personName.catch(''),
  color: color.nullable().catch(null),
});

/** Who speaks: by the word of the grant, and what that leaves open by the page's own. */
export const speakerOf = ({ user }: Grant, headers: Headers): Speaker => {
  const own = readClaimed(headers.get(PERSON_HEADER));
  return {
    id: user?.id ?? own.id,
    name: user?.name || own.name || NAMELESS,
    color: user?.color ?? (isColor(own.color) ? own.color : null),
  };
};

const readClaimed = (header: string | null): z.infer<typeof claimed> => {
  try {
    return claimed.parse(JSON.parse(decodeURIComponent(header ?? '%7B%7D')));
  } catch {
    return { id: '', name: '', color: null };
  }
};

/** Tells the person's other pages how far they have read; where nobody is told apart, all, which know whom it is about. */
export const tellRead = (rooms: Rooms, documentId: string, user: string | null, read: ReadEvent): void =>
  rooms.announce(documentId, { name: READ_EVENT, data: JSON.stringify(read) }, user);

/** Refuses who says more than anybody reads. */
export const talkPace = (): ((documentId: string, speaker: Speaker) => void) => {
  const buckets = new Map<string, TokenBucket>();
  return (documentId, { id }) => {
    const key = `${documentId} ${id}`;
    if (buckets.size >= MOST_SPEAKERS) buckets.clear();
    const bucket = buckets.get(key) ?? new TokenBucket(PACE, Date.now());
    buckets.set(key, bucket);
    if (!bucket.take(1, Date.now())) throw new ProblemError(429, 'Too much at once: wait a few seconds.');
  };
};

/** Says at `/api/openapi.json` what a call of these does. */
export const about = (does: string, status: 200 | 201 | 204, schema?: z.ZodType) =>
  described({
    subject: 'Comments',
    does,
    answers: { [status]: schema ? { schema } : {} },
    problems: [400, 401, 403, 404, 409, 429, 503],
  });

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const commentSummary = ({ createdAt, editedAt, removedAt, ...comment }: Comment): CommentSummary => ({
  ...comment,
  createdAt: iso(createdAt),
  editedAt: editedAt === null ? null : iso(editedAt),
  deletedAt: removedAt === null ? null : iso(removedAt),
});

import {
  type AccessInfo,
  type AssetLimits,
  type CommentSummary,
  type DocumentAuthors,
  type DocumentMarks,
  type HostEntry,
  type LibraryMarks,
  type LibraryTags,
  type LinkEntry,
  type LinkInvitation,
  type LinkList,
  type LinkSummary,
  type MessageList,
  type PersonSummary,
  type RestoredVersion,
  ROLES,
  type SearchResults,
  type Speaker,
  type StoredAsset,
  type ThreadList,
  type ThreadSummary,
  type VersionChanges,
  type VersionList,
  type VersionSummary,
} from '@cowrite/editor/protocol';
import { z } from 'zod';
import { documentSchema } from './schemas.ts';

/* What calls beside those on content answer, for those who read of it; the types are the protocol's own. */

const time = z.iso.datetime();
const role = z.enum(ROLES);
const cursor = z.string().nullable().meta({ description: 'The `cursor` of the next page; null at the end.' });

export const accessSchema = z
  .object({
    open: z.boolean().meta({ description: 'Everybody on this machine may do everything.' }),
    links: z.boolean().meta({ description: 'Share links can be made.' }),
  })
  .meta({ id: 'AccessInfo' }) satisfies z.ZodType<AccessInfo>;

export const hostEntrySchema = z
  .object({ token: z.string(), expiresAt: time })
  .meta({ id: 'HostEntry' }) satisfies z.ZodType<HostEntry>;

export const linkSchema = z
  .object({
    id: z.string(),
    url: z.string().meta({ description: 'The address of its page, by which the caller reaches the service.' }),
    role,
    label: z.string(),
    hasPassword: z.boolean(),
    createdAt: time,
    expiresAt: time.nullable(),
  })
  .meta({ id: 'ShareLink' }) satisfies z.ZodType<LinkSummary>;

export const linkListSchema = z
  .object({ links: z.array(linkSchema) })
  .meta({ id: 'ShareLinkList' }) satisfies z.ZodType<LinkList>;

export const invitationSchema = z
  .object({
    role,
    needsPassword: z.boolean(),
    title: z.string().nullable().meta({ description: 'Null where a password comes first.' }),
  })
  .meta({ id: 'Invitation' }) satisfies z.ZodType<LinkInvitation>;

export const entrySchema = z
  .object({
    documentId: z.string(),
    token: z.string(),
    guest: z.string().meta({ description: 'Given back at the next visit, one is the same person.' }),
    expiresAt: time,
  })
  .meta({ id: 'LinkEntry' }) satisfies z.ZodType<LinkEntry>;

export const recoverySchema = z.object({ until: time.nullable() }).meta({ id: 'Recovery' });

const speaker = z
  .object({ id: z.string(), name: z.string(), color: z.string().nullable() })
  .meta({ id: 'Speaker' }) satisfies z.ZodType<Speaker>;

export const commentSchema = z
  .object({
    id: z.string(),
    seq: z.number().meta({ description: 'Rises with each one.' }),
    author: speaker,
    text: z.string(),
    mentions: z.array(z.object({ id: z.string(), name: z.string() })),
    createdAt: time,
    editedAt: time.nullable(),
    deletedAt: time.nullable().meta({ description: 'Set where the words were deleted; the text is empty then.' }),
  })
  .meta({ id: 'Comment' }) satisfies z.ZodType<CommentSummary>;

export const threadSchema = z
  .object({
    id: z.string(),
    target: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('document') }),
      z.object({ kind: z.literal('text') }),
      z.object({ kind: z.literal('block'), block: z.string() }),
      z.object({ kind: z.literal('elements'), elements: z.array(z.string()) }),
    ]),
    quote: z.string().meta({ description: 'The words it is about, as they were.' }),
    createdAt: time,
    resolved: z.object({ at: time, by: speaker }).nullable(),
    comments: z.array(commentSchema),
  })
  .meta({ id: 'Thread' }) satisfies z.ZodType<ThreadSummary>;

export const threadListSchema = z
  .object({
    threads: z.array(threadSchema),
    next: cursor,
    self: speaker,
    read: z.record(z.string(), z.number()).meta({ description: 'By thread, the seq of the last comment you read.' }),
  })
  .meta({ id: 'ThreadList' }) satisfies z.ZodType<ThreadList>;

export const messageListSchema = z
  .object({
    messages: z.array(commentSchema).meta({ description: 'Oldest first.' }),
    next: z.number().nullable().meta({ description: 'The `before` of the page with older ones; null at the end.' }),
    self: speaker,
    read: z.number(),
    unread: z.number().meta({ description: 'How many of others are newer than what you read, 100 at most.' }),
  })
  .meta({ id: 'MessageList' }) satisfies z.ZodType<MessageList>;

const person = z
  .object({ id: z.string(), name: z.string(), color: z.string().nullable(), picture: z.string().nullable() })
  .meta({ id: 'Person' }) satisfies z.ZodType<PersonSummary>;

const author = z.object({
  person: z.string().nullable(),
  inserted: z.number().meta({ description: 'Characters or so.' }),
  deleted: z.number(),
});

export const versionSchema = z
  .object({
    id: z.string(),
    at: time.meta({ description: 'When it was written last.' }),
    name: z.string().nullable().meta({ description: 'Null for one that was made by itself.' }),
    cause: z.enum(['busy', 'named', 'quiet', 'restore']),
    createdBy: z.string().nullable(),
    size: z.number().meta({ description: 'Bytes.' }),
    authors: z.array(author).meta({ description: 'Who wrote since the version listed after it.' }),
  })
  .meta({ id: 'Version' }) satisfies z.ZodType<VersionSummary>;

export const versionListSchema = z
  .object({ versions: z.array(versionSchema), next: cursor, since: z.array(author), people: z.array(person) })
  .meta({ id: 'VersionList' }) satisfies z.ZodType<VersionList>;

export const restoredSchema = z
  .object({
    saved: z.string().nullable().meta({ description: 'The version of what was there: restoring it takes this back.' }),
  })
  .meta({ id: 'RestoredVersion' }) satisfies z.ZodType<RestoredVersion>;

export const changesSchema = z
  .object({
    changes: z.array(
      z.object({
        kinds: z.array(z.enum(['inserted', 'removed', 'restyled', 'changed', 'moved'])),
        by: z.array(z.string().nullable()),
        inserted: z.string(),
        removed: z.string(),
        about: z.array(z.string()),
      }),
    ),
    people: z.array(person),
    marked: z.string().nullable().meta({ description: 'A Yjs update in base64 that shows both states.' }),
  })
  .meta({ id: 'VersionChanges' }) satisfies z.ZodType<VersionChanges>;

export const authorsSchema = z
  .object({
    clients: z.array(z.object({ client: z.number(), person: z.string(), at: time.nullable() })),
    people: z.array(person),
  })
  .meta({ id: 'DocumentAuthors' }) satisfies z.ZodType<DocumentAuthors>;

const excerpt = z
  .object({ text: z.string(), marks: z.array(z.tuple([z.number(), z.number()])) })
  .meta({ id: 'Excerpt', description: 'A piece of text, and where in it the words are, in UTF-16 units.' });

export const searchSchema = z
  .object({
    results: z.array(z.object({ document: documentSchema, title: excerpt, lines: z.array(excerpt) })),
    next: cursor,
  })
  .meta({ id: 'SearchResults' }) satisfies z.ZodType<SearchResults>;

export const marksSchema = z
  .object({ documentId: z.string(), tags: z.array(z.string()), template: z.boolean(), favourite: z.boolean() })
  .meta({ id: 'DocumentMarks' }) satisfies z.ZodType<DocumentMarks>;

export const marksListSchema = z
  .object({ marks: z.array(marksSchema) })
  .meta({ id: 'LibraryMarks' }) satisfies z.ZodType<LibraryMarks>;

export const tagsSchema = z
  .object({ tags: z.array(z.object({ tag: z.string(), documents: z.number() })) })
  .meta({ id: 'LibraryTags' }) satisfies z.ZodType<LibraryTags>;

export const assetLimitsSchema = z
  .object({ maxSize: z.number().meta({ description: 'Bytes.' }) })
  .meta({ id: 'AssetLimits' }) satisfies z.ZodType<AssetLimits>;

export const assetSchema = z
  .object({
    hash: z.string().meta({ description: 'SHA-256 of the bytes: its name in `/assets/:hash`.' }),
    name: z.string(),
    type: z.string().meta({ description: 'The media type that the bytes show.' }),
    size: z.number(),
  })
  .meta({ id: 'Asset' }) satisfies z.ZodType<StoredAsset>;

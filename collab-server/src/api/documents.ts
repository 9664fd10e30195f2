import { emptyDocumentUpdate } from '@cowrite/editor/content/empty';
import type { FileFormatId } from '@cowrite/editor/content/formats';
import { CloseCode, type DocumentList, RENAMED_EVENT, TITLE_LIMIT, YJS_TYPE } from '@cowrite/editor/protocol';
import {
  type AssetStore,
  type DocumentMeta,
  DocumentMissingError,
  type DocumentStore,
  type ListQuery,
} from '@cowrite/storage';
import { type Context, Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Access, Listing } from '../access/access.ts';
import { matchesDocument } from '../access/document-pattern.ts';
import { userOf } from '../access/grant.ts';
import { granted, requireMaker, requireRole } from '../access/require-grant.ts';
import { KIND_WORDS } from '../content/documents/kind-words.ts';
import { ChangedMeanwhileError } from '../content/documents/server-author.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import { MalformedError } from '../sync/byte-reader.ts';
import type { Rooms } from '../sync/rooms.ts';
import { content, contentOf } from './blocks.ts';
import { checked, documentId } from './checked.ts';
import { described } from './described.ts';
import { summary } from './document-summary.ts';
import { editOptionsOf } from './edits.ts';
import { etagOf, isKnown, matchOf } from './etag.ts';
import { makeCopy } from './make-copy.ts';
import { newDocumentId } from './new-document-id.ts';
import { once } from './once.ts';
import { methodNotAllowed, ProblemError, problemResponse } from './problem.ts';
import { publicAddress } from './public-address.ts';
import { documentListSchema, documentSchema } from './schemas.ts';

/** How many documents can be asked for by their ids at once. */
const MOST_IDS = 100;

/** One line. */
export const documentTitle = z
  .string()
  .transform((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
  .pipe(z.string().max(TITLE_LIMIT, `a title has ${TITLE_LIMIT} characters at most`));
const createBody = z
  .strictObject({
    id: documentId.optional().meta({
      description:
        'Yours to choose: 1 to 128 letters, digits, `.`, `_` and `-`. Whose key or token is for some documents gives one of those.',
    }),
    title: documentTitle.optional(),
    kind: z.enum(['document', 'board']).optional(),
    ...content,
    template: documentId.optional().meta({
      description: 'A document or board that you may read, which the new one begins as a copy of.',
    }),
  })
  .refine(
    ({ markdown, html, blocks, template }) =>
      [markdown, html, blocks, template].filter((each) => each !== undefined).length <= 1,
    'give one of markdown, html, blocks and template, or none',
  )
  .refine(
    ({ kind, markdown, html, blocks }) => kind !== 'board' || (markdown ?? html ?? blocks) === undefined,
    'a board is made empty: add its elements afterwards',
  );
const renameBody = z.strictObject({ title: documentTitle });
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(200).optional(),
  deleted: z.enum(['true', 'false']).optional(),
  title: z.string().trim().max(TITLE_LIMIT).optional(),
  id: z
    .union([z.string(), z.array(z.string())])
    .transform((ids) => [ids].flat())
    .pipe(z.array(documentId).max(MOST_IDS))
    .optional(),
});
const idParam = z.object({ id: documentId });

const FORMATS: Readonly<Record<string, FileFormatId>> = {
  'text/markdown': 'markdown',
  'text/html': 'html',
  'text/plain': 'text',
};
const takesJson = (accept = ''): boolean =>
  accept.trim() === '' || /(?:^|[\s,])(?:\*|application)\/(?:\*|json)/i.test(accept);
const LARGEST_UPDATE = 8 * 1024 * 1024;

/** So many pages of the store's are looked through at once for what the asker's token or key is for. */
const MOST_PAGES = 20;

const isAsFor = (meta: DocumentMeta, { title, deleted }: { title: string; deleted: boolean }): boolean =>
  (meta.deletedAt !== null) === deleted && meta.title.toLowerCase().includes(title.toLowerCase());

const CALL_PROBLEMS = [400, 401, 403, 404, 410, 429, 503];

interface DocumentRoutesOptions {
  readonly access: Access;
  readonly store: DocumentStore;
  /** Null: nothing is uploaded here. */
  readonly assets: AssetStore | null;
  readonly rooms: Rooms;
  readonly edits: ServerEdits;
}

/** Changes that come as Yjs updates; their bodies are bytes. */
export const updateRoutes = ({ access, store, edits }: Pick<DocumentRoutesOptions, 'access' | 'store' | 'edits'>) =>
  new Hono()
    .post(
      '/:id/updates',
      described({
        subject: 'Documents',
        does: 'Merges a Yjs update',
        more: 'In V1 encoding, into any kind of document. What it builds on has to be there.',
        answers: { 204: {} },
        problems: [...CALL_PROBLEMS, 409, 412, 413, 415, 422],
        headers: ['idempotency-key', 'if-match'],
        body: YJS_TYPE,
      }),
      checked('param', idParam),
      requireRole(access, 'editor'),
      bodyLimit({ maxSize: LARGEST_UPDATE, onError: () => problemResponse(413, 'An update has 8 MiB at most.') }),
      once(store.programs),
      async (context) => {
        const type = context.req.header('content-type') ?? '';
        if (type !== YJS_TYPE && type !== 'application/octet-stream') {
          throw new ProblemError(415, `An update is of the type ${YJS_TYPE} or application/octet-stream.`);
        }
        const update = new Uint8Array(await context.req.arrayBuffer());
        try {
          await edits.apply(context.req.valid('param').id, update, editOptionsOf(context));
        } catch (error) {
          if (error instanceof MalformedError || error instanceof RangeError) {
            throw new ProblemError(
              422,
              `This is no Yjs update in V1 encoding (${error.message}). Nothing was changed.`,
            );
          }
          if (error instanceof ChangedMeanwhileError && context.req.header('if-match') === undefined) {
            throw new ProblemError(
              409,
              'It builds on updates that are not here: send the whole state. Nothing was changed.',
            );
          }
          throw error;
        }
        return context.body(null, 204);
      },
    )
    .all('/:id/updates', methodNotAllowed('POST'));

/** `/api/documents`: documents as wholes. */
export const documentRoutes = ({ access, store, assets, rooms, edits }: DocumentRoutesOptions) => {
  const contentAs = async (context: Context, id: string, type: string): Promise<Response> => {
    const meta = await store.find(id);
    if (!meta) throw new DocumentMissingError(id);
    const format = FORMATS[type];
    const assets = publicAddress(context, `/api/documents/${id}/assets/`);
    const worked = format
      ? await edits.read(id, 'write', { format, title: meta.title, assets })
      : await edits.state(id);
    const headers = {
      'content-type': format ? `${type}; charset=utf-8` : type,
      vary: 'accept',
      'cache-control': 'no-cache',
      ...(worked.tag === null ? {} : { etag: etagOf(worked.tag) }),
    };
    if (worked.tag !== null && isKnown(worked.tag, context.req.header('if-none-match'))) {
      return new Response(null, { status: 304, headers });
    }
    return new Response(worked.result as string | Uint8Array<ArrayBuffer>, { headers });
  };

  const summariesFor = async ({ documents, isFor }: Listing, metas: readonly DocumentMeta[]) => {
    const may = await Promise.all(metas.map(async ({ id }) => matchesDocument(documents, id) && (await isFor(id))));
    return metas.filter((_, at) => may[at]).map(summary);
  };

  /** The next ones of those that a credential is for, of the store's next pages. */
  const pageOf = async (listing: Listing, query: ListQuery): Promise<DocumentList> => {
    let { cursor } = query;
    for (let looked = 1; ; looked++) {
      const { documents, next } = await store
        .list(cursor === undefined ? query : { ...query, cursor })
        .catch((error: unknown) => {
          if (!(error instanceof RangeError)) throw error;
          throw new ProblemError(400, 'This cursor is not one of this list: start again without it.');
        });
      const page = await summariesFor(listing, documents);
      if (page.length > 0 || next === null || looked === MOST_PAGES) return { documents: page, next };
      cursor = next;
    }
  };

  /** Whoever may not read it is told no more than where it isn't there. */
  const templateOf = async (request: Request, id: string): Promise<DocumentMeta> => {
    const admitted = await granted(() => access.admitter(access.credentialOf(request)));
    const meta = (await admitted(id)) ? await store.find(id) : null;
    if (!meta || meta.deletedAt !== null) throw new ProblemError(422, 'There is no such template. Nothing was made.');
    return meta;
  };

  return new Hono()
    .get(
      '/',
      described({
        subject: 'Documents',
        does: 'Lists documents, the last changed first',
        more: 'All of them, or those that your token or key is for. A page may have fewer than `limit`, or none: what follows is behind `next`, until that is null.',
        answers: { 200: { schema: documentListSchema } },
        problems: [400, 401, 403, 429],
      }),
      checked('query', listQuery),
      async (context) => {
        const { limit = 50, cursor, deleted, title = '', id: ids } = context.req.valid('query');
        const listing = await granted(() => access.listing(access.credentialOf(context.req.raw)));
        const asked = ids ?? (listing.documents.includes('*') ? null : [listing.documents]);
        if (asked === null) {
          const query = { limit, title, deleted: deleted === 'true' };
          return context.json(await pageOf(listing, cursor === undefined ? query : { ...query, cursor }));
        }
        const found = await Promise.all([...new Set(asked)].map((id) => store.find(id)));
        const there = found.filter((meta) => meta !== null);
        // By their ids, those in the trash too.
        const wanted = ids ? there : there.filter((meta) => isAsFor(meta, { title, deleted: deleted === 'true' }));
        return context.json({ documents: await summariesFor(listing, wanted), next: null } satisfies DocumentList);
      },
    )
    .post(
      '/',
      described({
        subject: 'Documents',
        does: 'Makes a document, with content where it is given',
        answers: { 201: { schema: documentSchema } },
        problems: [400, 401, 403, 409, 413, 422, 429, 503],
        headers: ['idempotency-key'],
      }),
      requireMaker(access),
      once(store.programs),
      checked('json', createBody),
      async (context) => {
        const {
          id = newDocumentId(),
          title: givenTitle,
          kind: givenKind,
          template,
          ...given
        } = context.req.valid('json');
        if (template !== undefined) {
          const source = await templateOf(context.req.raw, template);
          if (givenKind !== undefined && givenKind !== source.kind) {
            throw new ProblemError(422, `The template is ${KIND_WORDS[source.kind]}. Nothing was made.`);
          }
          const { result: update } = await edits.read(template, 'copy', null);
          const by = userOf(context.get('grant'));
          const copy = await makeCopy(
            { store, assets },
            { id, source, title: givenTitle ?? source.title, update, user: by },
          );
          return context.json(summary(copy), 201);
        }
        const { title, kind } = { title: givenTitle ?? '', kind: givenKind ?? 'document' };
        const hasContent = Object.keys(given).length > 0;
        const user = userOf(context.get('grant'));
        // An empty board is nothing at all; an empty document has its first paragraph.
        const made = hasContent ? await edits.make(contentOf(given)) : { update: emptyDocumentUpdate() };
        const first = kind === 'document' ? { ...made, ...(user === null ? {} : { user }) } : {};
        const meta = await store.create({ id, kind, title, ...first });
        return context.json(summary(meta), 201);
      },
    )
    .get(
      '/:id',
      described({
        subject: 'Documents',
        does: 'A document, in the form that Accept asks for',
        more: 'JSON is what is kept beside the content; the blocks are at `/blocks`. A Yjs update is its whole state.',
        answers: { 200: { schema: documentSchema, types: [...Object.keys(FORMATS), YJS_TYPE] }, 304: {} },
        problems: [...CALL_PROBLEMS, 406],
        headers: ['if-none-match'],
      }),
      checked('param', idParam),
      requireRole(access, 'viewer'),
      async (context) => {
        const { id } = context.req.valid('param');
        const supports = ['application/json', ...Object.keys(FORMATS), YJS_TYPE];
        const type = accepts(context, { header: 'Accept', supports, default: 'application/json' });
        if (type === 'application/json' && !takesJson(context.req.header('accept'))) {
          throw new ProblemError(406, `It is to be had as ${supports.join(', ')}: name one of these in Accept.`);
        }
        if (type !== 'application/json') return (await contentAs(context, id, type)) as never;
        const meta = await store.find(id);
        if (!meta) throw new ProblemError(404, 'There is no document with this id.');
        context.header('vary', 'accept');
        return context.json(summary(meta));
      },
    )
    .patch(
      '/:id',
      described({
        subject: 'Documents',
        does: 'Gives a document another title',
        answers: { 200: { schema: documentSchema } },
        problems: [...CALL_PROBLEMS, 409, 422],
        headers: ['idempotency-key'],
      }),
      checked('param', idParam),
      requireRole(access, 'editor'),
      once(store.programs),
      checked('json', renameBody),
      async (context) => {
        const { id } = context.req.valid('param');
        const meta = await store.rename(id, context.req.valid('json').title);
        rooms.announce(id, { name: RENAMED_EVENT, data: 'null' });
        return context.json(summary(meta));
      },
    )
    .delete(
      '/:id',
      described({
        subject: 'Documents',
        does: 'Moves a document to the trash',
        answers: { 204: {} },
        problems: [...CALL_PROBLEMS, 409, 412, 422],
        headers: ['idempotency-key', 'if-match'],
      }),
      checked('param', idParam),
      requireRole(access, 'owner'),
      once(store.programs),
      async (context) => {
        const { id } = context.req.valid('param');
        await edits.expectUnchanged(id, matchOf(context.req.header('if-match')));
        await store.trash(id);
        rooms.evict(id, CloseCode.deleted, 'this document was moved to the trash');
        return context.body(null, 204);
      },
    )
    .post(
      '/:id/restore',
      described({
        subject: 'Documents',
        does: 'Takes a document out of the trash',
        answers: { 200: { schema: documentSchema } },
        problems: [...CALL_PROBLEMS, 409, 422],
        headers: ['idempotency-key'],
      }),
      checked('param', idParam),
      requireRole(access, 'owner'),
      once(store.programs),
      async (context) => context.json(summary(await store.restore(context.req.valid('param').id))),
    )
    .all('/', methodNotAllowed('GET, POST'))
    .all('/:id', methodNotAllowed('GET, PATCH, DELETE'))
    .all('/:id/restore', methodNotAllowed('POST'));
};

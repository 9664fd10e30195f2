import { ASSET_EVENT, type AssetLimits, isAssetHash, isDocumentId, type StoredAsset } from '@cowrite/editor/protocol';
import {
  type Asset,
  AssetCorruptError,
  AssetMissingError,
  AssetSpaceError,
  type AssetStore,
  type DocumentStore,
} from '@cowrite/storage';
import { create as contentDisposition } from 'content-disposition';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { Access } from '../access/access.ts';
import { type Grant, userOf } from '../access/grant.ts';
import { requireRole } from '../access/require-grant.ts';
import { safeName } from '../assets/asset-name.ts';
import { isPicture, servedType, typeOfAsset } from '../assets/asset-type.ts';
import { BrokenUploadError, openUpload, tooLarge } from '../assets/upload-stream.ts';
import type { Rooms } from '../sync/rooms.ts';
import { assetLimitsSchema, assetSchema } from './answers.ts';
import { requestedRange } from './byte-range.ts';
import { described } from './described.ts';
import { nothingRuns } from './nothing-runs.ts';
import { methodNotAllowed, ProblemError, problemResponse } from './problem.ts';

/** Each holds half a megabyte at most, and a slow line holds it for minutes. */
const MOST_UPLOADS = 64;
/** Of a document's address, an asset never changes: another would have another hash. */
const FOR_EVER = 'private, max-age=31536000, immutable';

interface AssetRoutesOptions {
  readonly access: Access;
  readonly store: DocumentStore;
  readonly assets: AssetStore;
  readonly rooms: Rooms;
  /** Bytes of one asset. */
  readonly maxSize: number;
}

interface Allowed {
  Variables: { documentId: string; grant: Grant };
}

/** `/api/documents/:id/assets`: the pictures and attachments of a document. */
export const assetRoutes = ({ access, store, assets, rooms, maxSize }: AssetRoutesOptions) => {
  let uploads = 0;

  const allowed: MiddlewareHandler<Allowed> = async (context, next) => {
    const documentId = context.req.param('id') ?? '';
    if (!isDocumentId(documentId)) throw new ProblemError(404, 'There is no document with this id.');
    const document = await store.find(documentId);
    if (!document) throw new ProblemError(404, 'There is no document with this id.');
    if (document.deletedAt !== null) throw new ProblemError(410, 'This document is in the trash: restore it first.');
    context.set('documentId', documentId);
    await next();
  };

  const upload = async (documentId: string, context: Context<Allowed>): Promise<Asset> => {
    if (Number(context.req.header('content-length') ?? 0) > maxSize) throw tooLarge(maxSize);
    const { head, bytes } = await openUpload(context.req.raw.body, maxSize);
    const type = await typeOfAsset({ head, claimed: context.req.header('content-type') ?? '' });
    const name = safeName(context.req.query('name') ?? '');
    return assets.put({ documentId, name, type, user: userOf(context.get('grant')) }, bytes);
  };

  return new Hono<Allowed>()
    .use('/:id/assets', nothingRuns, requireRole(access, 'viewer'), allowed)
    .use('/:id/assets/*', nothingRuns, requireRole(access, 'viewer'), allowed)
    .get(
      '/:id/assets',
      described({
        subject: 'Files',
        does: 'How large a file may be',
        answers: { 200: { schema: assetLimitsSchema } },
        problems: [401, 403, 404, 429],
      }),
      (context) => context.json({ maxSize } satisfies AssetLimits),
    )
    .post(
      '/:id/assets',
      described({
        subject: 'Files',
        does: 'Stores the body as a file of the document',
        more: 'Its name is `?name=`. What it is, is read from its bytes.',
        answers: { 201: { schema: assetSchema } },
        problems: [400, 401, 403, 404, 410, 413, 415, 429, 503, 507],
        body: 'application/octet-stream',
      }),
      requireRole(access, 'editor'),
      async (context) => {
        if (uploads >= MOST_UPLOADS) {
          const busy = problemResponse(503, 'Too many files are being uploaded just now: try again in a moment.');
          busy.headers.set('retry-after', '5');
          return busy;
        }
        const documentId = context.get('documentId');
        uploads++;
        try {
          const { hash, name, type, size } = await upload(documentId, context);
          rooms.announce(documentId, { name: ASSET_EVENT, data: JSON.stringify(hash) });
          return context.json({ hash, name, type, size } satisfies StoredAsset, 201);
        } catch (error) {
          throw asProblem(error);
        } finally {
          uploads--;
        }
      },
    )
    .get(
      '/:id/assets/:hash',
      described({
        subject: 'Files',
        does: 'A file of the document',
        more: 'Also a range of it.',
        answers: {
          200: { types: ['application/octet-stream'] },
          206: { types: ['application/octet-stream'] },
          304: {},
        },
        problems: [401, 403, 404, 410, 416, 429],
      }),
      async (context) => {
        const { hash } = context.req.param();
        const asset = isAssetHash(hash) ? await assets.find(context.get('documentId'), hash) : null;
        if (!asset) return missing();
        try {
          return await serveAsset(context, assets, asset);
        } catch (error) {
          if (error instanceof AssetMissingError) return missing();
          throw asProblem(error);
        }
      },
    )
    .all('/:id/assets', methodNotAllowed('GET, POST'))
    .all('/:id/assets/:hash', methodNotAllowed('GET, HEAD'));
};

/** Not for ever: it may be on its way. */
const missing = (): Response => {
  const response = problemResponse(404, 'This document has no such file, or not yet.');
  response.headers.set('cache-control', 'no-store');
  return response;
};

const asProblem = (error: unknown): unknown => {
  if (error instanceof AssetSpaceError) {
    return new ProblemError(507, 'The server has no room for more files. Tell whoever runs it, and try again.');
  }
  if (error instanceof BrokenUploadError) return new ProblemError(400, 'The upload broke off. Nothing was stored.');
  if (error instanceof AssetCorruptError) {
    return new ProblemError(500, 'This file is damaged on the server. Whoever runs it can restore it from a backup.');
  }
  return error;
};

const serveAsset = async (context: Context, assets: AssetStore, asset: Asset): Promise<Response> => {
  const { hash, size } = asset;
  const etag = `"${hash}"`;
  const headers = new Headers({ ...safeHeaders(asset), etag, 'cache-control': FOR_EVER, 'accept-ranges': 'bytes' });
  const known = context.req.header('if-none-match')?.split(',') ?? [];
  if (known.some((each) => each.trim().replace(/^W\//, '') === etag || each.trim() === '*')) {
    return new Response(null, { status: 304, headers });
  }
  // A range of what the client had before may be asked for only while that is what there is.
  const condition = context.req.header('if-range');
  const wanted = condition === undefined || condition === etag ? context.req.header('range') : undefined;
  const range = context.req.method === 'HEAD' ? 'whole' : requestedRange(wanted, size);
  if (range === 'none') {
    const response = problemResponse(416, `This file has ${size} bytes.`);
    response.headers.set('content-range', `bytes */${size}`);
    return response;
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size } : range;
  headers.set('content-length', String(end - start));
  if (range !== 'whole') headers.set('content-range', `bytes ${start}-${end - 1}/${size}`);
  const status = range === 'whole' ? 200 : 206;
  if (context.req.method === 'HEAD') return new Response(null, { status, headers });
  const body = await streamOf(assets.read(context.get('documentId'), hash, { start, end }));
  return new Response(body, { status, headers });
};

const safeHeaders = ({ type, name }: Asset): Record<string, string> => ({
  'content-type': servedType(type),
  'content-disposition': contentDisposition(name, { type: isPicture(type) ? 'inline' : 'attachment' }),
});

/** Rejects where already the first bytes can't be read; what fails later cuts the answer short of its length. */
const streamOf = async (bytes: AsyncIterable<Uint8Array>): Promise<ReadableStream<Uint8Array>> => {
  const pieces = bytes[Symbol.asyncIterator]();
  const first = await pieces.next();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (first.done) controller.close();
        else controller.enqueue(first.value);
      },
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return?.();
      },
    },
    { highWaterMark: 1 },
  );
};

import { isDocumentId } from '@cowrite/editor/protocol';
import type { DocumentStore } from '@cowrite/storage';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Access } from '../access/access.ts';
import { type Granted, requireRole } from '../access/require-grant.ts';
import { isPicture, typeOfAsset } from '../assets/asset-type.ts';
import { BrokenUploadError, openUpload } from '../assets/upload-stream.ts';
import { nothingRuns } from './nothing-runs.ts';
import { methodNotAllowed, ProblemError, problemResponse } from './problem.ts';

/** Bytes: a list may show fifty. */
const MOST = 128 * 1024;

interface ThumbnailRoutesOptions {
  readonly access: Access;
  readonly store: DocumentStore;
}

/** `/api/documents/:id/thumbnail`: a small picture of a document, made by the page of one of its editors. */
export const thumbnailRoutes = ({ access, store }: ThumbnailRoutesOptions) => {
  const live: MiddlewareHandler<Granted> = async (context, next) => {
    const id = context.req.param('id') ?? '';
    const document = isDocumentId(id) ? await store.find(id) : null;
    if (!document) throw new ProblemError(404, 'There is no document with this id.');
    if (document.deletedAt !== null) throw new ProblemError(410, 'This document is in the trash: restore it first.');
    await next();
  };

  return new Hono<Granted>()
    .use('/:id/thumbnail', nothingRuns, requireRole(access, 'viewer'), live)
    .get('/:id/thumbnail', async (context) => {
      const thumbnail = await store.thumbnails.findThumbnail(context.req.param('id'));
      if (!thumbnail) return missing();
      const { type, bytes, at } = thumbnail;
      const etag = `"${at}"`;
      const headers = { etag, 'cache-control': 'private, no-cache' };
      if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
      return new Response(Uint8Array.from(bytes), { headers: { ...headers, 'content-type': type } });
    })
    .put('/:id/thumbnail', requireRole(access, 'editor'), async (context) => {
      const bytes = await read(context.req.raw.body);
      const type = await typeOfAsset({ head: bytes, claimed: context.req.header('content-type') ?? '' });
      if (!isPicture(type)) throw new ProblemError(415, 'A thumbnail is a PNG, JPEG, GIF, WebP or AVIF.');
      await store.thumbnails.putThumbnail(context.req.param('id'), { type, bytes });
      return context.body(null, 204);
    })
    .all('/:id/thumbnail', methodNotAllowed('GET, PUT'));
};

const read = async (body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> => {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await openUpload(body, MOST)).bytes) pieces.push(piece);
    return Buffer.concat(pieces);
  } catch (error) {
    if (error instanceof BrokenUploadError) throw new ProblemError(400, 'The upload broke off. Nothing was stored.');
    if (error instanceof ProblemError && error.status === 413) throw tooLarge();
    throw error;
  }
};

const tooLarge = (): ProblemError => new ProblemError(413, `A thumbnail has ${MOST / 1024} kB at most.`);

const missing = (): Response => {
  const response = problemResponse(404, 'This document has no thumbnail.');
  response.headers.set('cache-control', 'no-store');
  return response;
};

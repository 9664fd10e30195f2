import type { DocumentSummary } from '@cowrite/editor/protocol';
import type { DocumentMeta } from '@cowrite/storage';

/** What the API tells of a document besides its content. */
export const summary = (meta: DocumentMeta): DocumentSummary => ({
  id: meta.id,
  kind: meta.kind,
  title: meta.title,
  createdAt: iso(meta.createdAt),
  changedAt: iso(meta.changedAt),
  deletedAt: meta.deletedAt === null ? null : iso(meta.deletedAt),
  thumbnailAt: meta.thumbnailAt === null ? null : iso(meta.thumbnailAt),
});

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

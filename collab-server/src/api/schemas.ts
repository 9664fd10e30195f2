import type { DocumentList, DocumentSummary } from '@cowrite/editor/protocol';
import { z } from 'zod';

const time = z.iso.datetime();

/** What calls answer, for those who read of it at `/api/openapi.json`; the types are the protocol's own. */
export const documentSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['document', 'board', 'yjs']),
    title: z.string(),
    createdAt: time,
    changedAt: time,
    deletedAt: time.nullable().meta({ description: 'Set while the document is in the trash.' }),
    thumbnailAt: time.nullable(),
  })
  .meta({ id: 'Document' }) satisfies z.ZodType<DocumentSummary>;

export const documentListSchema = z
  .object({
    documents: z.array(documentSchema),
    next: z.string().nullable().meta({ description: 'The `cursor` of the next page; null at the end.' }),
  })
  .meta({ id: 'DocumentList' }) satisfies z.ZodType<DocumentList>;

export const blockSchema = z
  .looseObject({ type: z.string(), id: z.string().optional(), children: z.array(z.unknown()).optional() })
  .meta({ id: 'Block', description: 'A node of the editor as JSON. Blocks have an `id`, which others name them by.' });

export const blockListSchema = z.object({ blocks: z.array(blockSchema) }).meta({ id: 'BlockList' });

export const editedSchema = z
  .object({ ids: z.array(z.string()).meta({ description: 'What was put in or changed, in its order.' }) })
  .meta({ id: 'EditedBlocks' });

export const elementSchema = z
  .looseObject({
    id: z.string(),
    type: z.string(),
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
  })
  .meta({ id: 'Element', description: 'An element of a board, as Excalidraw has it.' });

export const elementListSchema = z
  .object({ elements: z.array(elementSchema).meta({ description: 'From back to front.' }) })
  .meta({ id: 'ElementList' });

export const valueSchema = z
  .object({
    value: z.union([z.number(), z.string(), z.boolean()]),
    at: time,
    staleAfter: z.number().nullable().meta({ description: 'Seconds after which it is out of date; null for never.' }),
    recent: z.array(z.tuple([z.number(), z.number()])).meta({
      description: 'Numbers it was lately, as milliseconds since 1970 and value; forgotten when the server restarts.',
    }),
  })
  .meta({ id: 'LiveValue' });

export const valuesSchema = z.object({ values: z.record(z.string(), valueSchema) }).meta({ id: 'LiveValues' });

export const keySchema = z
  .object({
    id: z.string(),
    label: z.string(),
    documents: z.string(),
    scopes: z.array(z.string()),
    name: z.string(),
    createdAt: time,
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const newKeySchema = keySchema
  .extend({ key: z.string().meta({ description: 'Told this once: it is not stored.' }) })
  .meta({ id: 'NewApiKey' });

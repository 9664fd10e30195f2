import { CloseCode } from '@cowrite/editor/protocol';
import { z } from 'zod';

/** What every node has to do, whichever documents it has open. */
const order = z.discriminatedUnion('order', [
  z.object({
    order: z.literal('evict'),
    documentId: z.string(),
    code: z.literal(Object.values(CloseCode)),
    reason: z.string(),
  }),
  /** Something was said of who may do what in a document. */
  z.object({ order: z.literal('recheck'), documentId: z.string() }),
  /** The same of a user, wherever they are. */
  z.object({ order: z.literal('recheckUser'), user: z.string() }),
  /** Somebody tried a share link's password. */
  z.object({ order: z.literal('linkTried'), link: z.string() }),
  z.object({ order: z.literal('recovery'), duration: z.number() }),
]);

export type Order = z.infer<typeof order>;

/** Null for one that this version doesn't know. */
export const parseOrder = (json: string): Order | null => {
  try {
    return order.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
};

import type { PlainError } from './plain-error.ts';

/** What a thread says: that it is open or can't be, and what calls came to. */
export type Answer =
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: PlainError };

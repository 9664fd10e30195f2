import type { Comment, Mention, Speaker } from './comment-store.ts';

/** A row of `comment` or `message`. */
export interface CommentRow {
  readonly key: number;
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly mentions: string;
  readonly created_at: number;
  readonly edited_at: number | null;
  readonly removed_at: number | null;
}

export function commentOf(row: CommentRow): Comment {
  return {
    id: row.id,
    seq: row.key,
    author: JSON.parse(row.author) as Speaker,
    text: row.text,
    mentions: JSON.parse(row.mentions) as Mention[],
    createdAt: row.created_at,
    editedAt: row.edited_at,
    removedAt: row.removed_at,
  };
}

/** What is kept of a person, whatever else was handed in. */
export function personOf({ id, name, color }: Speaker): Speaker {
  return { id, name, color };
}

import * as Y from 'yjs';
import type { Attributes, Json } from './schema.ts';

/** What Yjs shares; its own common class takes no part of its types for one of it. */
export type SharedType = Y.XmlFragment | Y.Text | Y.Map<unknown> | Y.Array<unknown>;

export function isShared(value: unknown): value is SharedType {
  return value instanceof Y.AbstractType;
}

/** A stretch of a text that looks the same: letters; a thing that stands among them; or what belongs in no text. */
export type Run = { readonly length: number; readonly attributes: Attributes } & (
  | { readonly kind: 'letters'; readonly letters: string }
  | { readonly kind: 'embed'; readonly embed: Json | SharedType }
  | { readonly kind: 'stray' }
);

/**
 * What a text holds. Unlike `toDelta` it tells letters from an embed that is a string, and leaves out nothing that
 * takes up a place, so that lengths always add up to the places in the document.
 */
export function runsOf(text: Y.Text): Run[] {
  const runs: Run[] = [];
  const marks = new Map<string, Json>();
  let attributes: Attributes = {};
  let letters = '';
  const flush = () => {
    if (letters !== '') runs.push({ kind: 'letters', letters, length: letters.length, attributes });
    letters = '';
  };
  for (let item = text._start; item; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentString) {
      letters += content.str;
      continue;
    }
    flush();
    if (content instanceof Y.ContentFormat) {
      const value = content.value as Json;
      if (value === null) marks.delete(content.key);
      else marks.set(content.key, value);
      attributes = Object.fromEntries(marks);
    } else if (content instanceof Y.ContentEmbed) {
      runs.push({ kind: 'embed', embed: content.embed as unknown as Json, length: 1, attributes });
    } else if (content instanceof Y.ContentType) {
      runs.push({ kind: 'embed', embed: content.type as SharedType, length: 1, attributes });
    } else if (item.countable) {
      runs.push({ kind: 'stray', length: item.length, attributes });
    }
  }
  flush();
  return runs;
}

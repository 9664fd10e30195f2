import type * as Y from 'yjs';
import type { Inline, Piece, Span } from './inline.ts';
import { type Edit, findEdit, findRestyles, insertedSpans, moved, movedStretches } from './inline-diff.ts';
import type { Json } from './schema.ts';

/** A block's text in the document, and where its parts lie. */
export interface StoredText {
  readonly inline: Inline;
  readonly pieces: readonly Piece[];
}

/**
 * Writes what an author changed in a block: the difference between `now` and `before`, what they had in front of
 * them. If others have written since (`stored` isn't `before`), the change is carried over to where it belongs now.
 *
 * Returns whether anything was written.
 */
export function writeInline(stored: StoredText, before: Inline, now: Inline, caret?: number): boolean {
  const edit = findEdit(before, now, caret);
  const drift = before === stored.inline ? nothingHappened : findEdit(before, stored.inline);
  const restyles = findRestyles(before, now, edit);
  for (const { at, length, changes } of restyles) {
    for (const [from, to] of movedStretches(at, at + length, drift)) {
      for (const part of partsBetween(stored.pieces, from, to)) part.text.format(part.index, part.length, changes);
    }
  }
  const removed = movedStretches(edit.at, edit.at + edit.removed, drift);
  for (const [from, to] of removed.toReversed()) {
    for (const part of partsBetween(stored.pieces, from, to).reverse()) part.text.delete(part.index, part.length);
  }
  const added = insertedSpans(now, edit);
  // What replaces something goes where that was, what is new behind the unit that stood before it.
  insertSpans(placeAt(stored.pieces, removed[0]?.[0] ?? moved(edit.at, drift)), added);
  return restyles.length > 0 || edit.removed > 0 || added.length > 0;
}

const loneSurrogates = /\p{Surrogate}/gu;

const nothingHappened: Edit = { at: 0, removed: 0, inserted: 0 };

/** Inserts spans into a text; each looks exactly as it says, whatever stands beside it. */
export function insertSpans(place: { text: Y.XmlText; index: number }, spans: readonly Span[]): void {
  let { index } = place;
  for (const { text, look, embed } of spans) {
    const attributes = { ...look } as { [name: string]: Json };
    if (embed) place.text.insertEmbed(index, { ...embed }, attributes);
    // Half a surrogate pair can't be encoded: it is replaced here, where the author sees it, and not on the wire.
    else place.text.insert(index, text.replace(loneSurrogates, '\uFFFD'), attributes);
    index += text.length;
  }
}

/** The place in the document of an offset of a block's text: behind the unit that stands before it. */
export function placeAt(pieces: readonly Piece[], offset: number): { text: Y.XmlText; index: number } {
  const piece = pieces.find((each) => offset <= each.offset + each.length) ?? pieces.at(-1);
  if (!piece) throw new Error('a block without a text has no places');
  return { text: piece.text, index: piece.index + Math.min(offset - piece.offset, piece.length) };
}

function partsBetween(
  pieces: readonly Piece[],
  from: number,
  to: number,
): { text: Y.XmlText; index: number; length: number }[] {
  return pieces.flatMap(({ text, index, offset, length }) => {
    const start = Math.max(from, offset);
    const stop = Math.min(to, offset + length);
    return start < stop ? [{ text, index: index + start - offset, length: stop - start }] : [];
  });
}

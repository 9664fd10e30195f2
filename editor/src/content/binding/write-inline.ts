import type * as Y from 'yjs';
import { isCommentMark } from '../comments/mark-names.ts';
import { type Parcel, UNKNOWN_INLINE } from '../nodes/unknown.ts';
import { editsSince, type Known } from './drift.ts';
import type { Inline, Piece, Span } from './inline.ts';
import { type Edit, findEdit, findRestyles, insertedSpans, moved, movedStretches, slice } from './inline-diff.ts';
import { unpackEmbed } from './parcel.ts';
import { sameJson } from './schema.ts';

/** A block's text in the document, and where its parts lie. */
export interface StoredText {
  readonly inline: Inline;
  readonly pieces: readonly Piece[];
}

/**
 * Writes what an author changed in a block: the difference between `now` and what they knew. If others have written
 * since, the change is carried over to where it belongs now. Returns what the author did to the text they knew.
 */
export function writeInline(stored: StoredText, known: Known, now: Inline, caret?: number): Edit {
  const edit = findEdit(known.inline, now, caret);
  const since = editsSince(known, stored.inline);
  for (const { at, length, changes: all } of findRestyles(known.inline, now, edit)) {
    // What a comment is about is marked by the server, and isn't a look that anybody gives or takes: text that stays
    // keeps its marks, even where a copy without them is put in its place.
    const changes = Object.fromEntries(Object.entries(all).filter(([name]) => !isCommentMark(name)));
    if (Object.keys(changes).length === 0) continue;
    for (const [from, to] of movedStretches(at, at + length, since)) {
      for (const part of partsBetween(stored.pieces, from, to)) part.text.format(part.index, part.length, changes);
    }
  }
  const removed = movedStretches(edit.at, edit.at + edit.removed, since);
  for (const [from, to] of removed.toReversed()) {
    for (const part of partsBetween(stored.pieces, from, to).reverse()) part.text.delete(part.index, part.length);
  }
  // What replaces something goes where that was, what is new behind the unit that stood before it.
  insertSpans(
    placeAt(stored.pieces, removed[0]?.[0] ?? moved(edit.at, since)),
    withoutGrownMarks(known.inline, now, edit),
  );
  return edit;
}

/**
 * What an edit brought in, without marks of comments that it took from the text at one of its sides only: what is typed
 * on at the end of what a thread is about, or just before it, isn't what that thread is about. Text that comes with a
 * mark of its own, to where there is none, keeps it: it was moved there. So does text that the edit took out with that
 * mark and brought in again, as it does with all that stands between two changes that were made at one go.
 */
function withoutGrownMarks(then: Inline, now: Inline, edit: Edit): Span[] {
  const spans = insertedSpans(now, edit);
  if (!spans.some(({ look }) => Object.keys(look).some(isCommentMark))) return spans;
  const lookAt = (at: number) => slice(now, at, at + 1)[0]?.look ?? {};
  const before = edit.at > 0 ? lookAt(edit.at - 1) : {};
  const behind = lookAt(edit.at + edit.inserted);
  const removed = charactersOf(slice(then, edit.at, edit.at + edit.removed));
  let next = 0;
  const characters = charactersOf(spans).map((span) => {
    const old = removed[next];
    const again = old?.text === span.text && sameJson(old.embed ?? null, span.embed ?? null) ? old : null;
    if (again) next++;
    const isOwn = (name: string) => name in before === name in behind || (again !== null && name in again.look);
    const look = Object.fromEntries(Object.entries(span.look).filter(([name]) => !isCommentMark(name) || isOwn(name)));
    return { ...span, look };
  });
  return joined(characters);
}

/** One span a character: halves of a surrogate pair stay together. */
const charactersOf = (spans: readonly Span[]): Span[] =>
  spans.flatMap((span) => (span.embed ? [span] : [...span.text].map((text) => ({ ...span, text }))));

/** The other way round, where they look alike. */
const joined = (characters: readonly Span[]): Span[] => {
  const spans: Span[] = [];
  for (const each of characters) {
    const last = spans.at(-1);
    if (last && !last.embed && !each.embed && sameJson(last.look, each.look)) {
      spans[spans.length - 1] = { ...last, text: last.text + each.text };
    } else spans.push(each);
  }
  return spans;
};

/** As Yjs takes it. */
interface Insertion {
  readonly insert: string | object;
  readonly attributes: { [name: string]: unknown };
}

const loneSurrogates = /\p{Surrogate}/gu;

/**
 * Inserts spans into a text; each looks exactly as it says, whatever stands beside it. At one go: Yjs looks for the place
 * of each insertion from the start of the text, which for a block of many lines would take their number squared.
 */
export function insertSpans({ text: target, index }: { text: Y.XmlText; index: number }, spans: readonly Span[]): void {
  const inserted = spans.flatMap(({ text, look, embed }): Insertion[] => {
    const attributes = { ...look };
    if (embed?.type === UNKNOWN_INLINE) {
      const unpacked = unpackEmbed(embed.$parcel as Parcel | null);
      // A copy of something that can't be copied isn't made: it then vanishes from the screen as well.
      return unpacked ? [{ insert: unpacked.embed, attributes: { ...unpacked.marks, ...attributes } }] : [];
    }
    // Half a surrogate pair can't be encoded: it is replaced here, where the author sees it, and not on the wire.
    return [{ insert: embed ? { ...embed } : text.replace(loneSurrogates, '\uFFFD'), attributes }];
  });
  if (inserted.length > 0) target.applyDelta([...(index > 0 ? [{ retain: index }] : []), ...inserted]);
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

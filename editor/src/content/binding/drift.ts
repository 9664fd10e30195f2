import type { Inline } from './inline.ts';
import { type Edit, findEdit, moved, movedStretches } from './inline-diff.ts';

/** A stretch of a text that others have left standing: `length` units at `from` then are those at `to` now. */
interface Kept {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** What became of a text since an author had it before them: the stretches that still stand, in order. */
export type Drift = readonly Kept[];

export const noDrift: Drift = [{ from: 0, to: 0, length: Number.POSITIVE_INFINITY }];

/** A change as Yjs tells of it. */
export interface TextChange {
  readonly retain?: number | undefined;
  readonly insert?: unknown;
  readonly delete?: number | undefined;
}

/** A drift after others have changed the text, or the part of it that begins at `offset`. */
export function drifted(drift: Drift, changes: readonly TextChange[], offset = 0): Drift {
  const kept: Kept[] = [];
  let read = 0;
  let written = 0;
  const keep = (length: number) => {
    for (const each of drift) {
      const start = Math.max(each.to, read);
      const stop = Math.min(each.to + each.length, read + length);
      if (start < stop)
        kept.push({ from: each.from + start - each.to, to: start - read + written, length: stop - start });
    }
    read += length;
    written += length;
  };
  keep(offset);
  for (const change of changes) {
    if (change.retain !== undefined) keep(change.retain);
    else if (change.delete !== undefined) read += change.delete;
    else written += typeof change.insert === 'string' ? change.insert.length : 1;
  }
  keep(Number.POSITIVE_INFINITY);
  return kept;
}

/** A drift after the author's own edit was written on top of what others did: of the text that has the edit in it. */
export function rebased(drift: Drift, edit: Edit): Drift {
  const edits = editsOf(drift);
  const gone = movedStretches(edit.at, edit.at + edit.removed, edits);
  const lost = gone.reduce((sum, [from, to]) => sum + to - from, 0);
  const before: Kept[] = [];
  const behind: Kept[] = [];
  for (const { from, to, length } of drift) {
    const end = from + length;
    if (from < edit.at) before.push({ from, to, length: Math.min(end, edit.at) - from });
    const start = Math.max(from, edit.at + edit.removed);
    if (start >= end) continue;
    behind.push({
      from: start - edit.removed + edit.inserted,
      to: to + start - from - lost + edit.inserted,
      length: end - start,
    });
  }
  const own = { from: edit.at, to: gone[0]?.[0] ?? moved(edit.at, edits), length: edit.inserted };
  return [...before, ...(edit.inserted > 0 ? [own] : []), ...behind];
}

/** A text as its author has it before them, and what became of it in the document since. */
export interface Known {
  readonly inline: Inline;
  readonly drift: Drift;
}

/** Texts that became one, with `lengths` telling how long they are in the document now. */
export function concatenate(parts: readonly (Known & { readonly length: number })[]): Known {
  let from = 0;
  let to = 0;
  const drift = parts.flatMap((part) => {
    const size = part.inline.text.length;
    const kept = part.drift
      .filter((each) => each.from < size)
      .map((each) => ({ from: each.from + from, to: each.to + to, length: Math.min(each.length, size - each.from) }));
    from += size;
    to += part.length;
    return kept;
  });
  return {
    inline: {
      text: parts.map(({ inline }) => inline.text).join(''),
      spans: parts.flatMap(({ inline }) => inline.spans),
    },
    drift: [...drift, { from, to, length: Number.POSITIVE_INFINITY }],
  };
}

/** The edits that others made of a text, as its drift tells; or where it differs, if that doesn't fit what is stored. */
export function editsSince({ inline, drift }: Known, stored: Inline): Edit[] {
  if (inline === stored) return [];
  const size = inline.text.length;
  const edits = editsOf(drift);
  const length = edits.reduce((sum, { removed, inserted }) => sum + inserted - removed, size);
  const isTrue = drift.every(({ from, to, length: each }) => {
    const end = Math.min(from + each, size);
    return inline.text.slice(from, end) === stored.text.slice(to, to + Math.max(0, end - from));
  });
  return isTrue && length === stored.text.length ? edits : [findEdit(inline, stored)];
}

/** A drift as the edits that made it. */
function editsOf(drift: Drift): Edit[] {
  const edits: Edit[] = [];
  let from = 0;
  let to = 0;
  for (const each of drift) {
    if (each.from > from || each.to > to) edits.push({ at: from, removed: each.from - from, inserted: each.to - to });
    from = each.from + each.length;
    to = each.to + each.length;
  }
  return edits;
}

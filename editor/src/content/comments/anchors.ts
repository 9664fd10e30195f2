import * as Y from 'yjs';
import { knownId } from '../binding/elements.ts';
import { elementsOf, holdsBlocks, outlineOf, textsOf } from '../binding/outline.ts';
import { runsOf } from '../binding/runs.ts';
import { documentRoot, isDeleted, writeAttribute } from '../binding/schema.ts';
import { commentMark } from './mark-names.ts';

/** Where a text starts and ends: Yjs' relative positions, as JSON. */
export interface TextRange {
  readonly start: unknown;
  readonly end: unknown;
}

/** A stretch of one of the document's texts. */
interface Stretch {
  readonly text: Y.XmlText;
  readonly from: number;
  readonly to: number;
}

/** Marks a text as what a thread is about. False, and nothing is changed, where there is no such text (any more, or yet). */
export function markText(doc: Y.Doc, threadId: string, range: TextRange): boolean {
  const mark = commentMark(threadId);
  const stretches = stretchesBetween(doc, range);
  if (stretches.length === 0) return false;
  doc.transact(() => {
    for (const { text, from, to } of stretches) text.format(from, to - from, { [mark]: true });
  });
  return true;
}

/** Marks a block, by its id, as what a thread is about. False where there is none. */
export function markBlock(doc: Y.Doc, threadId: string, blockId: string): boolean {
  for (const element of elementsIn(documentRoot(doc))) {
    if (knownId(element) !== blockId) continue;
    doc.transact(() => writeAttribute(element, commentMark(threadId), true));
    return true;
  }
  return false;
}

/** Takes a thread's marks off whatever has them. */
export function removeMarksOf(doc: Y.Doc, threadId: string): void {
  const mark = commentMark(threadId);
  doc.transact(() => {
    for (const element of elementsIn(documentRoot(doc))) {
      writeAttribute(element, mark, null);
      for (const text of element.toArray()) {
        if (!(text instanceof Y.XmlText)) continue;
        let index = 0;
        for (const { length, attributes } of runsOf(text)) {
          if (mark in attributes) text.format(index, length, { [mark]: null });
          index += length;
        }
      }
    }
  });
}

function* elementsIn(container: Y.XmlElement): Generator<Y.XmlElement> {
  for (const element of elementsOf(container)) {
    yield element;
    yield* elementsIn(element);
  }
}

/** The texts of a container in the order they are read. */
function* textsIn(container: Y.XmlElement): Generator<Y.XmlText> {
  for (const block of outlineOf(container)) {
    if (holdsBlocks(block.head)) for (const part of [block.head, ...block.fragments]) yield* textsIn(part);
    else yield* textsOf(block);
  }
}

function stretchesBetween(doc: Y.Doc, { start, end }: TextRange): Stretch[] {
  const ends = [placeOf(doc, start), placeOf(doc, end)];
  const [a, b] = ends;
  if (!a || !b) return [];
  if (a.text === b.text) {
    const stretch = { text: a.text, from: Math.min(a.index, b.index), to: Math.max(a.index, b.index) };
    return stretch.from < stretch.to ? [stretch] : [];
  }
  const stretches: Stretch[] = [];
  let open: Y.XmlText | null = null;
  for (const text of textsIn(documentRoot(doc))) {
    const place = ends.find((each) => each?.text === text);
    if (!open && !place) continue;
    // The first of the two that is met is where it starts: a block may have been moved in front of the other.
    if (!open && place) stretches.push({ text, from: place.index, to: text.length });
    else stretches.push({ text, from: 0, to: place ? place.index : text.length });
    if (open && place) return stretches.filter(({ from, to }) => from < to);
    open ??= text;
  }
  return [];
}

/** Where a position, as somebody sent it, is now; null where that is in none of the document's texts. */
function placeOf(doc: Y.Doc, position: unknown): { text: Y.XmlText; index: number } | null {
  try {
    const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc);
    return found && found.type instanceof Y.XmlText && isWithin(found.type, documentRoot(doc))
      ? { text: found.type, index: found.index }
      : null;
  } catch {
    return null;
  }
}

function isWithin(text: Y.XmlText, root: Y.XmlElement): boolean {
  for (let type: Y.AbstractType<unknown> | null = text as Y.AbstractType<unknown>; type; type = type.parent) {
    if (type === (root as Y.AbstractType<unknown>)) return true;
    if (isDeleted(type)) return false;
  }
  return false;
}

import * as Y from 'yjs';
import { anchorOf } from './outline.ts';
import { readMark, SLOT, writeAttribute } from './schema.ts';

/** Moves a block behind another element of its container, or to the beginning: by a slot, in which it then stands. */
export function moveAfter(container: Y.XmlElement, before: Y.XmlElement | null, head: Y.XmlElement): void {
  const old = anchorOf(head);
  const slot = new Y.XmlElement(SLOT);
  container.insertAfter(before, [slot]);
  writeAttribute(head, '_at', idOf(slot));
  if (old !== head) removeChildren(container, new Set([old]));
}

/**
 * The id of an element, given to it if it has none. It is that of the item that holds it, so that two people who give
 * it one at once give the same; and it is kept as an attribute, since undoing a removal brings it back as another item.
 */
export function idOf(element: Y.XmlElement): string {
  const id = knownId(element);
  if (id === null) throw new Error('an element needs to be in a document to have an id');
  writeAttribute(element, '_id', id);
  return id;
}

/** The id that an element has, or would be given; null while it is in no document. */
export function knownId(element: Y.XmlElement): string | null {
  const kept = readMark(element, '_id');
  if (typeof kept === 'string') return kept;
  const id = element._item?.id;
  return id ? `${id.client.toString(36)}-${id.clock.toString(36)}` : null;
}

/** Gives a block a text. */
export function addText(head: Y.XmlElement): Y.XmlText {
  const text = new Y.XmlText();
  head.insert(0, [text]);
  return text;
}

/** Removes what is among these from a container, run by run. */
export function removeChildren(container: Y.XmlElement, doomed: ReadonlySet<unknown>): void {
  const children = container.toArray();
  for (let end = children.length; end > 0; ) {
    let start = end;
    while (start > 0 && doomed.has(children[start - 1])) start--;
    if (start < end) container.delete(start, end - start);
    end = start - 1;
  }
}

import * as Y from 'yjs';
import { copyShared } from '../binding/parcel.ts';
import { isShared } from '../binding/runs.ts';
import { type Attributes, documentRoot, type Json } from '../binding/schema.ts';
import type { ChangeMark } from './change.ts';
import type { Segment } from './units.ts';

/*
 * Two states in one document: what is gone stands where it stood, and everything that differs is marked. A stretch of
 * text stands inside an inline element `change`, as others stand inside a link; a block has the state `change`.
 */

/** A stretch of text, marked or as it was. */
export interface MarkedRun {
  readonly segment: Segment;
  readonly mark: ChangeMark | null;
}

export interface MarkedBlock {
  readonly type: string;
  readonly fields: Attributes;
  readonly mark: ChangeMark | null;
  readonly runs: readonly MarkedRun[];
  readonly children: readonly MarkedBlock[];
}

/** The node type of what stands around marked text, and the name of a marked block's state. */
export const CHANGE = 'change';

export function markedDocument(blocks: readonly MarkedBlock[]): Y.Doc {
  const doc = new Y.Doc();
  const root = documentRoot(doc);
  doc.transact(() => {
    // At once: to put one behind the other is to walk to the end each time.
    root.insert(0, blocks.map(elementOf));
  });
  return doc;
}

function elementOf({ type, fields, mark, runs, children }: MarkedBlock): Y.XmlElement {
  const element = new Y.XmlElement(type);
  for (const [name, value] of Object.entries(fields)) element.setAttribute(name, value as string);
  if (mark) element.setAttribute(`$${CHANGE}`, { ...mark } as unknown as string);
  if (children.length > 0) {
    element.insert(0, children.map(elementOf));
    return element;
  }
  const text = new Y.XmlText();
  text.applyDelta(runs.flatMap(deltaOf));
  element.insert(0, [text]);
  return element;
}

function deltaOf({
  segment: { text, thing, look },
  mark,
}: MarkedRun): { insert: unknown; attributes: Record<string, Json> }[] {
  const inside = mark && { $kind: mark.kind, $by: mark.by, $n: mark.n };
  const attributes: Record<string, Json> = { ...look, ...(inside && { [`in:${CHANGE}`]: inside }) };
  if (thing === undefined) return [{ insert: text, attributes }];
  const insert = isShared(thing) ? copyShared(thing) : thing;
  return typeof insert === 'object' && insert !== null ? [{ insert, attributes }] : [];
}

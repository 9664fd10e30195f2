import * as Y from 'yjs';

/*
 * How a document lies in its Y.Doc.
 *
 * The root holds blocks, one Y.XmlElement each, named after the node type it was made as. A block's attributes are
 * the non-default fields of its node's JSON (`tag`, `format`, `$` and the key of a state); its text is one Y.XmlText,
 * in which a line break is '\n', a tab is '\t', a mark is a formatting attribute (`bold`), an inline element such as
 * a link is one too (`in:link`), so is the mark of what a thread of comments is about (`$comment-` and its id), and an
 * inline decorator is an embed. A block that holds blocks has Y.XmlElements for
 * children instead.
 *
 * What people do to whole blocks is written as attributes, so that nobody's typing is lost while it happens:
 *
 *   _as      the node type it has become, when that isn't the one it was made as
 *   _list    'bullet' | 'number' | 'check', of a list item, with
 *   _depth   how deep it is nested (absent: 0) and
 *   _start   the number its list begins with (absent: 1). Lists themselves aren't stored: neighbouring items make one
 *   _at      the id of the slot it was moved to. A slot is an empty element that only marks a place
 *   _joined  the id of the element whose text it continues, since the two were merged
 *   _id      what the two above refer to
 *
 * The root has one too:
 *
 *   _restored  how many times the document was made what it had been in a version: undo goes back no further
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Attributes = Readonly<Record<string, Json>>;

export const SLOT = 'slot';
export const LIST_ITEM = 'listitem';
export const LIST_TYPES = ['bullet', 'number', 'check'] as const;
/** Deeper than any reader could follow; a bound on what a hostile number makes us build. */
export const MAX_DEPTH = 32;

export type BlockMark = '_as' | '_at' | '_depth' | '_id' | '_joined' | '_list' | '_start';

export const RESTORED = '_restored';

/** Under which name the content of a document lies in its Yjs document. */
export const ROOT = 'root-v2';

/** The shared type that holds a document's content. */
export function documentRoot(doc: Y.Doc): Y.XmlElement {
  return doc.get(ROOT, Y.XmlElement);
}

/** Yjs types attribute values as strings, though it stores any JSON; the two casts live here. */
export function readMark(element: Y.XmlElement, mark: BlockMark): Json | undefined {
  return element.getAttribute(mark) as Json | undefined;
}

export function readAttributes(element: Y.XmlElement): Attributes {
  return element.getAttributes() as Attributes;
}

/** Sets an attribute, or removes it for null; does nothing if it is so already. */
export function writeAttribute(element: Y.XmlElement, name: string, value: Json): void {
  const present = element.getAttribute(name) as Json | undefined;
  if (value === null) {
    if (present !== undefined) element.removeAttribute(name);
  } else if (present === undefined || !sameJson(present, value)) {
    element.setAttribute(name, value as string);
  }
}

/** The type of the node that shows this block. */
export function typeOf(element: Y.XmlElement): string {
  const retyped = readMark(element, '_as');
  return typeof retyped === 'string' ? retyped : element.nodeName;
}

export function isDeleted(type: { readonly _item: Y.Item | null }): boolean {
  return type._item?.deleted ?? false;
}

export function sameJson(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && canonical(a) === canonical(b));
}

/** JSON in which the order of keys doesn't matter, so that equal values have equal texts. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.keys(value).sort();
  return `{${entries.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join()}}`;
}

import { generateNKeysBetween } from 'fractional-indexing';
import * as Y from 'yjs';
import { isAssetHash } from '../../protocol/index.ts';
import { EditError } from '../edits/edit-error.ts';
import { type CanvasElement, encodeElement, sameValue } from './codec.ts';
import { changedElement, type ElementDraft, labelIn, newElement } from './draft.ts';
import type { BoardElement } from './element.ts';
import { isId, isString } from './guards.ts';
import { byOrder, isIndex } from './order.ts';
import { boardElements, boardFiles } from './schema.ts';
import { readElement, shownElements, storeParts } from './store.ts';
import { Ties } from './ties.ts';

/*
 * A board's elements for programs: read, and changed while people draw. Each function that changes throws `EditError`,
 * and has changed nothing then.
 */

const LABELLED: ReadonlySet<string> = new Set(['rectangle', 'diamond', 'ellipse']);

/** All elements that are shown, from back to front, with what is bound to them. */
export const listElements = (doc: Y.Doc): readonly BoardElement[] => {
  const ties = new Ties();
  const ids: string[] = [];
  for (const element of shownElements(doc)) {
    ties.put(element.id, element);
    ids.push(element.id);
  }
  return ids.flatMap((id) => ties.settled(id) ?? []).sort(byOrder);
};

/** One of them. */
export const oneElement = (doc: Y.Doc, id: string): BoardElement => {
  const element = listElements(doc).find((each) => each.id === id);
  if (!element) throw missing(id);
  return element;
};

/**
 * Puts new elements in front of all others, each with the words in its `label` where it has one. Returns their ids, the
 * caller's own where they were given.
 */
export const addElements = (doc: Y.Doc, drafts: readonly ElementDraft[]): readonly string[] => {
  const elements = boardElements(doc);
  const taken = new Set<string>();
  const indexes = indexesAbove(doc, 2 * drafts.length);
  const made: CanvasElement[] = [];
  const files = new Map<string, object>();
  const ids = drafts.map((draft, at) => {
    const where = `elements.${at}`;
    const { id = newId(), label, hash, mimeType, ...rest } = draft;
    if (!isId(id)) throw new EditError('invalid', `${where}.id: 1 to 100 characters. Nothing was changed.`);
    if (elements.has(id) || taken.has(id)) {
      throw new EditError('invalid', `${where}.id: there is an element with this id. Nothing was changed.`);
    }
    taken.add(id);
    const picture = hash === undefined ? null : pictureOf(rest, hash, mimeType, where);
    if (picture) files.set(picture.fileId, picture.file);
    const own = picture ? { ...rest, fileId: picture.fileId } : rest;
    const element = newElement(own, id, indexes[made.length] ?? '', where);
    made.push(element);
    if (label !== undefined) made.push(labelOf(element, label, indexes[made.length] ?? '', where));
    return id;
  });
  doc.transact(() => {
    for (const [fileId, file] of files) if (!boardFiles(doc).has(fileId)) boardFiles(doc).set(fileId, file);
    storeParts(
      doc,
      made.map((element) => ({ id: element.id, parts: encodeElement(element) ?? {} })),
    );
  });
  return ids;
};

/** Changes properties of elements, each by its `id`, and nothing else of them: what others change of them stays. */
export const changeElements = (doc: Y.Doc, changes: readonly ElementDraft[]): readonly string[] => {
  const changed = changes.map((change, at): readonly [string, ElementChange] => {
    const { id, ...rest } = change;
    const where = `elements.${at}`;
    const before = isId(id) ? readElement(doc, id) : null;
    if (!before || before.isDeleted) throw missing(String(id));
    if (rest.isDeleted === true)
      throw new EditError('invalid', `${where}.isDeleted: elements are deleted by DELETE. Nothing was changed.`);
    return [before.id, { before, after: changedElement(before, rest, where) }];
  });
  doc.transact(() =>
    storeParts(
      doc,
      changed.map(([id, { before, after }]) => {
        const [old, parts] = [encodeElement(before as unknown as CanvasElement) ?? {}, encodeElement(after) ?? {}];
        return {
          id,
          parts: Object.fromEntries(Object.entries(parts).filter(([key, value]) => !sameValue(old[key], value))),
        };
      }),
    ),
  );
  return changed.map(([id]) => id);
};

interface ElementChange {
  readonly before: BoardElement;
  readonly after: CanvasElement;
}

/** Deletes elements, with the words in them; whoever draws can take it back. */
export const removeElements = (doc: Y.Doc, ids: readonly string[]): void => {
  const elements = boardElements(doc);
  const gone = new Set(ids);
  for (const id of ids) if (readElement(doc, id)?.isDeleted !== false) throw missing(id);
  for (const element of shownElements(doc)) {
    if (element.type === 'text' && gone.has(element.containerId ?? '')) gone.add(element.id);
  }
  doc.transact(() => {
    for (const id of gone) elements.get(id)?.set('isDeleted', true);
  });
};

const missing = (id: string): EditError =>
  new EditError('missing', `There is no element ${id} on this board, or no longer. Nothing was changed.`);

const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const indexesAbove = (doc: Y.Doc, count: number): readonly string[] => {
  let highest: string | null = null;
  for (const stored of boardElements(doc).values()) {
    const index: unknown = stored instanceof Y.Map ? stored.get('index') : null;
    if (isIndex(index) && (highest === null || index > highest)) highest = index;
  }
  return generateNKeysBetween(highest, null, count);
};

const labelOf = (element: CanvasElement, label: unknown, index: string, where: string): CanvasElement => {
  if (!LABELLED.has(element.type) || !isString(label, 10_000) || label.trim() === '') {
    throw new EditError(
      'invalid',
      `${where}.label: words, in a rectangle, a diamond or an ellipse. Nothing was changed.`,
    );
  }
  return newElement(labelIn(element as CanvasElement & BoardElement, label), newId(), index, `${where}.label`);
};

const pictureOf = (draft: ElementDraft, hash: unknown, mimeType: unknown, where: string) => {
  const isPicture = isString(mimeType, 100) && /^image\/[a-z0-9.+-]{1,64}$/.test(mimeType);
  if (draft.type !== 'image' || !isAssetHash(hash) || !isPicture) {
    throw new EditError(
      'invalid',
      `${where}.hash: an image names the file that was uploaded, by its SHA-256, and its mimeType. Nothing was changed.`,
    );
  }
  return { fileId: hash.slice(0, 40), file: { hash, mimeType, created: Date.now() } };
};

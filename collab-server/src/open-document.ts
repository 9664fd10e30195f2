import type { BlockPlace } from '@cowrite/editor/content';
import type { BoardElement, ElementDraft } from '@cowrite/editor/content/board';
import { DocumentMissingError, type DocumentStore } from '@cowrite/storage';
import type { NewBlocks } from './content/documents/document-tasks.ts';
import type { EditAuthor, ServerEdits } from './content/documents/server-edits.ts';
import type { Rooms } from './sync/rooms.ts';

/**
 * A document, for code of your own beside the service. An edit goes the way of any change: it is durable and told to
 * everybody once its promise resolves, in the name of the user it says, and merges with what people type meanwhile.
 * Calls reject with `DocumentMissingError` where there is no such document, and edits with a `TaskRefusedError`, having
 * changed nothing, where they can't be made.
 */
export interface OpenDocument {
  readonly id: string;
  /** What it says, a line a block. */
  text(): Promise<string>;
  markdown(): Promise<string>;
  html(): Promise<string>;
  /** Puts blocks at the end; resolves with their ids. */
  append(content: NewBlocks, author: EditAuthor): Promise<readonly string[]>;
  /** Puts blocks at a place. */
  insert(content: NewBlocks, place: BlockPlace, author: EditAuthor): Promise<readonly string[]>;
  /** Puts blocks in the place of those with these ids. */
  replace(ids: readonly string[], content: NewBlocks, author: EditAuthor): Promise<readonly string[]>;
  remove(ids: readonly string[], author: EditAuthor): Promise<void>;
  /** Puts blocks in the place of all there is. */
  fill(content: NewBlocks, author: EditAuthor): Promise<readonly string[]>;
  /** A board's elements, from back to front. */
  elements(): Promise<readonly BoardElement[]>;
  /** Puts elements in front of all others; resolves with their ids. */
  addElements(elements: readonly ElementDraft[], author: EditAuthor): Promise<readonly string[]>;
  /** Changes properties of elements, each by its `id`. */
  changeElements(changes: readonly ElementDraft[], author: EditAuthor): Promise<readonly string[]>;
  removeElements(ids: readonly string[], author: EditAuthor): Promise<void>;
  /** Tells everybody who has it open; it is kept nowhere. `data` is anything JSON can hold. */
  sendEvent(name: string, data: unknown): void;
}

interface Parts {
  readonly store: DocumentStore;
  readonly rooms: Rooms;
  readonly edits: ServerEdits;
}

export const openDocument = (id: string, { store, rooms, edits }: Parts): OpenDocument => {
  const written = async (format: 'html' | 'markdown'): Promise<string> => {
    const meta = await store.find(id);
    if (!meta) throw new DocumentMissingError(`there is no document ${id}`);
    const request = { format, title: meta.title, assets: `/api/documents/${encodeURIComponent(id)}/assets/` };
    return (await edits.read(id, 'write', request)).result;
  };
  return {
    id,
    text: async () => (await edits.read(id, 'text', null)).result,
    markdown: () => written('markdown'),
    html: () => written('html'),
    append: async (content, author) => (await edits.edit(id, 'append', { content }, author)).result.ids,
    insert: async (content, place, author) => (await edits.edit(id, 'insert', { content, place }, author)).result.ids,
    replace: async (ids, content, author) => (await edits.edit(id, 'replace', { content, ids }, author)).result.ids,
    remove: async (ids, author) => {
      await edits.edit(id, 'remove', { ids }, author);
    },
    fill: async (content, author) => (await edits.edit(id, 'fill', { content }, author)).result.ids,
    elements: async () => (await edits.read(id, 'elements', null)).result,
    addElements: async (elements, author) => (await edits.edit(id, 'addElements', { elements }, author)).result.ids,
    changeElements: async (elements, author) =>
      (await edits.edit(id, 'changeElements', { elements }, author)).result.ids,
    removeElements: async (ids, author) => {
      await edits.edit(id, 'removeElements', { ids }, author);
    },
    sendEvent: (name, data) => rooms.announce(id, { name, data: JSON.stringify(data) ?? 'null' }),
  };
};

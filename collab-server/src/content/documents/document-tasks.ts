import {
  type BlockPlace,
  EditError,
  type IdentifiedNode,
  markBlock,
  markText,
  removeMarksOf,
} from '@cowrite/editor/content';
import {
  addElements,
  type BoardElement,
  changeElements,
  type ElementDraft,
  listElements,
  markElements,
  oneElement,
  removeElements,
  unmarkElements,
} from '@cowrite/editor/content/board';
import {
  type ContentNode,
  type FileFormatId,
  fileFormats,
  fromHtml,
  fromMarkdown,
  UnreadableError,
} from '@cowrite/editor/content/formats';
import { copiedState, restoreState } from '@cowrite/editor/content/history';
import type { NewCommentTarget } from '@cowrite/editor/protocol';
import * as Y from 'yjs';
import { joinState } from '../../history/pieces.ts';
import type { HydratedDocument } from './hydrated-document.ts';
import { KIND_WORDS } from './kind-words.ts';
import { ownNodes } from './own-nodes.ts';
import { textOf } from './text-of.ts';

/** Blocks as a program brings them. */
export type NewBlocks =
  | { readonly markdown: string }
  | { readonly html: string }
  | { readonly blocks: readonly ContentNode[] };

/** What an edit made, put in or changed, by their ids. */
export interface EditedBlocks {
  readonly ids: readonly string[];
}

/**
 * What can be done to a document, or read of it, in the content threads: a function each, by name. What it changes of
 * `document.doc`, or through `document.edits`, becomes one update in its author's name; where it throws an `EditError`
 * it must have changed nothing. Input and result cross threads, so they are data.
 */
export interface DocumentTasks {
  append(document: HydratedDocument, input: { content: NewBlocks }): EditedBlocks;
  insert(document: HydratedDocument, input: { content: NewBlocks; place: BlockPlace }): EditedBlocks;
  replace(document: HydratedDocument, input: { content: NewBlocks; ids: readonly string[] }): EditedBlocks;
  remove(document: HydratedDocument, input: { ids: readonly string[] }): EditedBlocks;
  /** Puts these in the place of all there is. */
  fill(document: HydratedDocument, input: { content: NewBlocks }): EditedBlocks;
  /** Makes it what it was in a version, given by its pieces. */
  restore(document: HydratedDocument, input: { pieces: readonly Uint8Array[] }): null;
  /** The blocks as JSON, with their ids. */
  blocks(document: HydratedDocument, input: null): readonly IdentifiedNode[];
  /** What it says, a line a block, for search and previews; of any kind of document. */
  text(document: HydratedDocument, input: null): string;
  /** Marks what a thread of comments is about; whether that is there. */
  mark(document: HydratedDocument, input: { thread: string; target: MarkedTarget }): boolean;
  /** Takes a thread's marks off. */
  unmark(document: HydratedDocument, input: { thread: string }): null;
  /** One of them. */
  block(document: HydratedDocument, input: { id: string }): IdentifiedNode;
  /** A board's elements, from back to front. */
  elements(document: HydratedDocument, input: null): readonly BoardElement[];
  /** One of them. */
  element(document: HydratedDocument, input: { id: string }): BoardElement;
  /** Puts new ones in front of the others. */
  addElements(document: HydratedDocument, input: { elements: readonly ElementDraft[] }): EditedBlocks;
  /** Changes some of their properties, each element by its `id`. */
  changeElements(document: HydratedDocument, input: { elements: readonly ElementDraft[] }): EditedBlocks;
  removeElements(document: HydratedDocument, input: { ids: readonly string[] }): EditedBlocks;
  /** All of it as the first update of another document, without what it has behind it. */
  copy(document: HydratedDocument, input: null): Uint8Array;
  /** The document as a file. */
  write(document: HydratedDocument, input: WriteRequest): string;
}

export interface WriteRequest {
  readonly format: FileFormatId;
  readonly title: string;
  /** What the address of an asset begins with; its hash follows. */
  readonly assets: string;
}

/** What of a document's content a thread of comments is about. */
export type MarkedTarget = Extract<NewCommentTarget, { kind: 'block' | 'text' | 'elements' }>;

export const documentTasks: DocumentTasks = {
  append: ({ edits }, { content }) => ({ ids: edits.append(readBlocks(content)) }),
  insert: ({ edits }, { content, place }) => ({ ids: edits.insert(readBlocks(content), place) }),
  replace: ({ edits }, { content, ids }) => ({ ids: edits.replace(ids, readBlocks(content)) }),
  remove: ({ edits }, { ids }) => {
    edits.remove(ids);
    return { ids: [] };
  },
  fill: ({ edits }, { content }) => ({ ids: edits.fill(readBlocks(content)) }),

  restore: ({ doc }, { pieces }) => {
    const was = new Y.Doc();
    Y.applyUpdate(was, joinState(pieces));
    restoreState(doc, was);
    was.destroy();
    return null;
  },

  blocks: ({ edits }) => edits.blocks(),
  text: textOf,
  copy: ({ doc }) => copiedState(doc),

  mark: ({ doc, kind }, { thread, target }) => {
    if (target.kind === 'elements') return kind === 'board' && markElements(doc, thread, target.elements);
    if (kind !== 'document') return false;
    return target.kind === 'text' ? markText(doc, thread, target) : markBlock(doc, thread, target.block);
  },
  unmark: ({ doc, kind }, { thread }) => {
    if (kind === 'board') unmarkElements(doc, thread);
    else removeMarksOf(doc, thread);
    return null;
  },

  block: ({ edits }, { id }) => edits.block(id),

  elements: (document) => listElements(boardOf(document)),
  element: (document, { id }) => oneElement(boardOf(document), id),
  addElements: (document, { elements }) => ({ ids: addElements(boardOf(document), elements) }),
  changeElements: (document, { elements }) => ({ ids: changeElements(boardOf(document), elements) }),
  removeElements: (document, { ids }) => {
    removeElements(boardOf(document), ids);
    return { ids: [] };
  },

  write: ({ edits }, { format, title, assets }) => {
    const found = fileFormats.find(({ id }) => id === format);
    if (!found) throw new EditError('invalid', `There is no format ${format}.`);
    const links = { addressOf: (hash: string) => `${assets}${hash}`, assetAt: () => null };
    return found.write(
      { title, language: '', blocks: withoutEmptyEnd(edits.blocks()) },
      {
        assets: links,
        nodes: ownNodes.formats,
      },
    );
  },
};

const boardOf = ({ doc, kind }: HydratedDocument): Y.Doc => {
  if (kind !== 'board') throw new EditError('invalid', `This takes a board, and it is ${KIND_WORDS[kind]}.`);
  return doc;
};

/** The empty paragraph at the end is where the next person writes, and no content. */
const withoutEmptyEnd = (blocks: readonly IdentifiedNode[]): readonly IdentifiedNode[] => {
  const last = blocks.findLastIndex(({ type, children }) => type !== 'paragraph' || children?.length !== 0);
  return blocks.slice(0, last + 1);
};

/** Blocks of what a program brought; throws `EditError` where it can't be read. */
const readBlocks = (content: NewBlocks): readonly ContentNode[] => {
  try {
    if ('markdown' in content) return fromMarkdown(content.markdown, { nodes: ownNodes.formats }).blocks;
    if ('html' in content) return fromHtml(content.html, { nodes: ownNodes.formats }).blocks;
    return content.blocks;
  } catch (error) {
    if (error instanceof UnreadableError) throw new EditError('invalid', `Nothing was changed. ${error.message}`);
    throw error;
  }
};

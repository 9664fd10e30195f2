import { DocumentEdits, documentRoot, EditError } from '@cowrite/editor/content';
import { boardElements, boardFiles, boardPlaces } from '@cowrite/editor/content/board';
import type { DocumentKind } from '@cowrite/storage';
import * as Y from 'yjs';
import { IncompleteDocumentError } from '../incomplete-document-error.ts';
import { KIND_WORDS } from './kind-words.ts';
import { ownNodes } from './own-nodes.ts';

/** What lies at the root of each kind. */
const ROOTS: Readonly<Record<DocumentKind, readonly ((doc: Y.Doc) => unknown)[]>> = {
  document: [documentRoot],
  board: [boardElements, boardFiles, boardPlaces],
  yjs: [],
};

/** A document as what tasks work on: its `Y.Doc`, and for a document of text an editor in step with it. */
export class HydratedDocument {
  /** Its guid means nothing to anybody, and making one takes longer than reading a short text. */
  readonly doc = new Y.Doc({ guid: 'hydrated' });
  readonly kind: DocumentKind;
  #edits: DocumentEdits | null = null;

  constructor(kind: DocumentKind) {
    this.kind = kind;
    // Before a task that knows no kinds, such as `copy`, opens them as what it takes them for: a root keeps its first type.
    for (const open of ROOTS[kind]) open(this.doc);
  }

  /** Blocks, read and changed through an editor, which is made when it is first asked for. `EditError` where there are none. */
  get edits(): DocumentEdits {
    if (this.kind !== 'document')
      throw new EditError('invalid', `This takes a document of text, and it is ${KIND_WORDS[this.kind]}.`);
    this.#edits ??= new DocumentEdits(this.doc, ownNodes.nodes);
    return this.#edits;
  }

  /** Takes what others have written; what it has already changes nothing. */
  apply(updates: readonly Uint8Array[]): void {
    this.doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.doc, update, 'store');
    }, 'store');
    if (this.doc.store.pendingStructs || this.doc.store.pendingDs) {
      throw new IncompleteDocumentError('stored updates refer to others that are not stored');
    }
  }

  close(): void {
    this.#edits?.close();
    this.doc.destroy();
  }
}

import { serveTasks } from '../serve-tasks.ts';
import type { NewBlocks } from './document-tasks.ts';
import {
  type DocumentReply,
  type DocumentRequest,
  HydratedDocuments,
  makeDocument,
  type TaskDone,
  type TaskFailed,
} from './hydrated-documents.ts';
import type { PackedDocuments } from './packed-documents.ts';
import { smallTexts } from './small-texts.ts';

const documents = new HydratedDocuments();

/** A thread of its own: it loads the editor, which the others do without. */
export interface DocumentThreadTasks {
  /** Answers once the thread has loaded what it needs. */
  begin(input: null): true;
  work(request: DocumentRequest): DocumentReply;
  /** The first update of a new document with these blocks. */
  make(input: { content: NewBlocks; clientId: number }): TaskDone | TaskFailed;
  /** What each document says, none of which it keeps; null of one that can't be read. */
  texts(documents: PackedDocuments): (string | null)[];
}

serveTasks<DocumentThreadTasks>({
  begin: () => true,
  work: (request) => documents.run(request),
  make: ({ content, clientId }) => makeDocument(content, clientId),
  texts: smallTexts,
});

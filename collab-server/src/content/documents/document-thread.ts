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

const documents = new HydratedDocuments();

/** A thread of its own: it loads the editor, which the others do without. */
export interface DocumentThreadTasks {
  work(request: DocumentRequest): DocumentReply;
  /** The first update of a new document with these blocks. */
  make(input: { content: NewBlocks; clientId: number }): TaskDone | TaskFailed;
}

serveTasks<DocumentThreadTasks>({
  work: (request) => documents.run(request),
  make: ({ content, clientId }) => makeDocument(content, clientId),
});

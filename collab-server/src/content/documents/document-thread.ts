import { serveTasks } from '../serve-tasks.ts';
import { type DocumentReply, type DocumentRequest, HydratedDocuments } from './hydrated-documents.ts';

const documents = new HydratedDocuments();

/** A thread of its own: it loads the editor, which the others do without. */
export interface DocumentThreadTasks {
  work(request: DocumentRequest): DocumentReply;
}

serveTasks<DocumentThreadTasks>({ work: (request) => documents.run(request) });

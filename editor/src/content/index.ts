export { type AttachOptions, attachDocument, type DocumentAttachment, type DocumentProblem } from './attach.ts';
export { emptyDocumentUpdate } from './empty.ts';
export { createHeadlessDocumentEditor, documentNodes } from './nodes.ts';

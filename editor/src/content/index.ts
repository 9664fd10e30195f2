export { type AttachOptions, attachDocument, type DocumentAttachment, type DocumentProblem } from './attach.ts';
export type { RemoteCursor } from './cursor-state.ts';
export { emptyDocumentUpdate } from './empty.ts';
export { createHeadlessDocumentEditor, documentNodes } from './nodes.ts';
export type { Point } from './points.ts';
export { documentText } from './text.ts';

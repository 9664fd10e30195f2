export { type AttachOptions, attachDocument, type DocumentAttachment, type DocumentProblem } from './binding/attach.ts';
export type { RemoteCursor } from './binding/cursor-state.ts';
export type { Point } from './binding/points.ts';
export { emptyDocumentUpdate } from './empty.ts';
export { createHeadlessDocumentEditor } from './headless.ts';
export { isSafeAddress } from './link-address.ts';
export { decorateWith } from './nodes/decoration.ts';
export { documentNodes } from './nodes/index.ts';
export { documentText } from './text.ts';

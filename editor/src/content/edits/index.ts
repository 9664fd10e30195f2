export type { IdentifiedNode } from './block-json.ts';
export { type BlockPlace, DocumentEdits } from './document-edits.ts';
export { EditError } from './edit-error.ts';

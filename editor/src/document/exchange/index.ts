export { exportDocument } from './export-document.ts';
export { importFile } from './import-file.ts';
export { isCancelled, reasonOf } from './refusal-sentence.ts';

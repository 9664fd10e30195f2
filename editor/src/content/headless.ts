import { createHeadlessEditor } from '@lexical/headless';
import type { LexicalEditor } from 'lexical';
import { documentNodes } from './nodes/index.ts';

/** An editor of documents without a screen; what goes wrong in an update is thrown to whoever made it. */
export function createHeadlessDocumentEditor(nodes = documentNodes): LexicalEditor {
  return createHeadlessEditor({
    namespace: 'cowrite',
    nodes: [...nodes],
    onError(error) {
      throw error;
    },
  });
}

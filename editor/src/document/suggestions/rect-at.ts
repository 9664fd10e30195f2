import { createDOMRange } from '@lexical/selection';
import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';

/** Where a letter of a text stands on the screen. */
export const rectAt = (editor: LexicalEditor, key: NodeKey, offset: number): DOMRect =>
  editor.getEditorState().read(
    () => {
      const node = $getNodeByKey(key);
      if (node === null) return new DOMRect();
      const end = Math.min(offset + 1, node.getTextContentSize());
      return createDOMRange(editor, node, offset, node, end)?.getBoundingClientRect() ?? new DOMRect();
    },
    { editor },
  );

import { createDOMRange } from '@lexical/selection';
import { $getNodeByKey, $isElementNode, type LexicalEditor, type LexicalNode } from 'lexical';
import type { Point } from '../../content/index.ts';

/** Where a point of the text is in the view; null where what it stands in isn't shown. */
export function caretRect(editor: LexicalEditor, point: Point): DOMRect | null {
  return editor.getEditorState().read(() => $caretRect(editor, point), { editor });
}

/** The same, within a read. */
export function $caretRect(editor: LexicalEditor, { key, offset }: Point): DOMRect | null {
  const node = $getNodeByKey(key);
  if (!node) return null;
  const range = createDOMRange(editor, node, offset, node, offset);
  const rect = range?.getBoundingClientRect();
  if (rect && rect.height > 0) return rect;
  // An empty line has no text to be measured by.
  return $emptyLineRect(editor, node, offset);
}

function $emptyLineRect(editor: LexicalEditor, node: LexicalNode, offset: number): DOMRect | null {
  const child = $isElementNode(node) ? (node.getChildAtIndex(offset) ?? node.getLastChild()) : null;
  const shown = (child && editor.getElementByKey(child.getKey())) ?? editor.getElementByKey(node.getKey());
  // Folded away, say.
  if (!shown || shown.getClientRects().length === 0) return null;
  const box = shown.getBoundingClientRect();
  const style = getComputedStyle(shown);
  const lineHeight = Number.parseFloat(style.lineHeight) || box.height;
  const left = box.left + (Number.parseFloat(style.paddingLeft) || 0);
  const top = box.top + (Number.parseFloat(style.paddingTop) || 0);
  return new DOMRect(left, top, 0, Math.min(lineHeight, box.height || lineHeight));
}

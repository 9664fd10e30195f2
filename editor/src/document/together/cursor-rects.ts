import { createDOMRange, createRectsFromDOMRange } from '@lexical/selection';
import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';
import type { Point, RemoteCursor } from '../../content/index.ts';
import { $caretRect } from './caret-rect.ts';

/** Where somebody's selection is in the view. */
export interface CursorRects {
  readonly caret: DOMRect;
  /** The selection's lines, or the one box of what is selected as a whole; none while it is collapsed. */
  readonly lines: readonly DOMRect[];
}

/** Where a selection is in the view; null where what it stands in isn't shown. */
export function placeOf(editor: LexicalEditor, { anchor, focus, wholes }: RemoteCursor): CursorRects | null {
  const place = editor.getEditorState().read(
    () => {
      if (wholes) return boxOf(editor, wholes);
      const caret = $caretRect(editor, focus);
      if (!caret) return null;
      const isCollapsed = anchor.key === focus.key && anchor.offset === focus.offset;
      return { caret, lines: isCollapsed ? [] : $lineRects(editor, anchor, focus) };
    },
    { editor },
  );
  return place && clipped(place, editor.getElementByKey(focus.key)?.closest('table')?.parentElement ?? null);
}

/** Around the first and the last of what is selected, with the caret along its beginning. */
function boxOf(editor: LexicalEditor, wholes: readonly NodeKey[]): CursorRects | null {
  const rects = wholes.map((key) => editor.getElementByKey(key)?.getBoundingClientRect());
  const [first, last] = rects;
  // Folded away, say.
  if (!first || !last || last.height === 0 || first.height === 0) return null;
  const [left, top] = [Math.min(first.left, last.left), Math.min(first.top, last.top)];
  const [right, bottom] = [Math.max(first.right, last.right), Math.max(first.bottom, last.bottom)];
  const box = new DOMRect(left, top, right - left, bottom - top);
  return { caret: new DOMRect(left, top, 0, box.height), lines: [box] };
}

function $lineRects(editor: LexicalEditor, anchor: Point, focus: Point): DOMRect[] {
  const [start, end] = [$getNodeByKey(anchor.key), $getNodeByKey(focus.key)];
  if (!start || !end) return [];
  const range = createDOMRange(editor, start, anchor.offset, end, focus.offset);
  return range ? createRectsFromDOMRange(editor, range) : [];
}

/** What is seen of it in what scrolls within the page; null where that is nothing. */
function clipped({ caret, lines }: CursorRects, scroller: Element | null): CursorRects | null {
  if (scroller === null) return { caret, lines };
  const edge = scroller.getBoundingClientRect();
  const seen = lines.flatMap((line) => {
    const [left, right] = [Math.max(line.left, edge.left), Math.min(line.right, edge.right)];
    return left < right ? new DOMRect(left, line.top, right - left, line.height) : [];
  });
  if (caret.left >= edge.left - 1 && caret.left <= edge.right + 1) return { caret, lines: seen };
  const [first] = seen;
  return first ? { caret: new DOMRect(first.left, caret.top, 0, caret.height), lines: seen } : null;
}

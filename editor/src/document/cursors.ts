import type { DocumentAttachment } from '../content/index.ts';

export interface CursorOptions {
  /** A positioned element laid over the text, scrolling with it; it must not take part in the text's layout. */
  container: HTMLElement;
}

/** Draws the others' cursors and selections into `container` until the returned function is called. */
export function showCursors(attachment: DocumentAttachment, options: CursorOptions): () => void {
  void attachment;
  void options;
  return () => {};
}

import { $getNearestNodeFromDOMNode } from 'lexical';
import type { DocumentAttachment } from '../../content/index.ts';
import { TYPING } from '../../panels/people.ts';
import { pageInset } from '../page-inset.ts';

/** Where somebody is in the document: the block at their view's upper edge, and how much of it is above, 0 to 1. */
export interface SharedView {
  readonly block: string;
  readonly above: number;
}

/** The field of an awareness state that says so. */
const VIEW = 'view';

/** How often a view that moves is told of, and how long a pause ends typing, milliseconds. */
const PACE = 250;
const PAUSE = 2_000;

export const viewIn = (state: Readonly<Record<string, unknown>> | undefined): SharedView | null => {
  const { block, above } = Object(state?.[VIEW]) as Record<string, unknown>;
  if (typeof block !== 'string' || typeof above !== 'number' || !Number.isFinite(above)) return null;
  return { block, above: Math.min(1, Math.max(0, above)) };
};

/** Tells the others where one is in the document, and when one types, for those who follow and those who wait. */
export const shareView = (attachment: DocumentAttachment): (() => void) => {
  const { awareness, doc } = attachment;
  if (awareness === null) return () => undefined;
  let viewTimer: ReturnType<typeof setTimeout> | undefined;
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  const set = (field: string, value: unknown): void => {
    const state = awareness.getLocalState();
    if (state === null || JSON.stringify(state[field] ?? null) === JSON.stringify(value)) return;
    awareness.setLocalStateField(field, value);
  };
  const tellView = (): void => {
    viewTimer = undefined;
    set(VIEW, ownView(attachment));
  };
  const viewMoved = (): void => {
    viewTimer ??= setTimeout(tellView, PACE);
  };
  const stopTyping = (): void => {
    clearTimeout(typingTimer);
    set(TYPING, null);
  };
  const written = (_update: Uint8Array, origin: unknown): void => {
    if (origin !== attachment) return;
    set(TYPING, true);
    clearTimeout(typingTimer);
    typingTimer = setTimeout(stopTyping, PAUSE);
  };
  document.addEventListener('scroll', viewMoved, { passive: true, capture: true });
  window.addEventListener('resize', viewMoved);
  doc.on('update', written);
  viewMoved();
  return () => {
    document.removeEventListener('scroll', viewMoved, { capture: true });
    window.removeEventListener('resize', viewMoved);
    doc.off('update', written);
    clearTimeout(viewTimer);
    stopTyping();
    set(VIEW, null);
  };
};

const ownView = ({ editor, knownBlockId }: DocumentAttachment): SharedView | null => {
  const edge = pageInset().top;
  const outer = firstReaching(editor.getRootElement(), edge);
  // A list is no block of its own; its items are.
  const element = outer?.matches('ul, ol') ? firstReaching(outer, edge) : outer;
  const key = element && editor.read(() => $getNearestNodeFromDOMNode(element)?.getKey());
  const block = key ? knownBlockId(key) : null;
  if (!element || block === null) return null;
  const { top, height } = element.getBoundingClientRect();
  const above = height === 0 ? 0 : Math.min(1, Math.max(0, (edge - top) / height));
  return { block, above: Math.round(above * 100) / 100 };
};

/** The first child that ends below an edge; they lie below each other. */
const firstReaching = (parent: Element | null, edge: number): Element | null => {
  const { children } = parent ?? {};
  if (!children) return null;
  let [low, high] = [0, children.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
    else low = middle + 1;
  }
  return children[low] ?? null;
};

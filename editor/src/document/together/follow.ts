import { getComposedEventTarget } from 'lexical';
import type { DocumentAttachment, RemoteCursor } from '../../content/index.ts';
import { personOf } from '../../panels/people.ts';
import { pageInset } from '../page-inset.ts';
import { caretRect } from './caret-rect.ts';
import { viewIn } from './share-view.ts';

interface FollowOptions {
  /** Whom to follow, by id. */
  readonly person: string;
  /** Told when one goes a way of one's own, or they leave. */
  onEnd(why: 'left' | 'own'): void;
}

/** What one presses without going anywhere. */
const IDLE_KEYS: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta', 'CapsLock'];

/**
 * Keeps the view where somebody else's is: at the caret they move, or where they scroll to, whichever was last. Ends at
 * the first thing that one does oneself: a scroll, a press on the text, a key. Returns how to stop.
 */
export const followView = (attachment: DocumentAttachment, { person, onEnd }: FollowOptions): (() => void) => {
  const { awareness } = attachment;
  if (awareness === null) return () => undefined;
  let lastView = '';
  let lastCaret = '';
  let frame = 0;

  const go = (): void => {
    frame = 0;
    const clients = [...awareness.getStates()]
      .filter(([client, state]) => client !== awareness.clientID && personOf(state)?.id === person)
      .map(([client]) => client);
    if (clients.length === 0) {
      onEnd('left');
      return;
    }
    const cursor = attachment.cursors().find(({ clientId }) => clients.includes(clientId));
    const view = clients.map((client) => viewIn(awareness.getStates().get(client))).find((each) => each !== null);
    const caret = JSON.stringify(cursor ? [cursor.focus.key, cursor.focus.offset] : null);
    const place = JSON.stringify(view ?? null);
    const isCaretNew = caret !== lastCaret;
    const isViewNew = place !== lastView;
    lastCaret = caret;
    lastView = place;
    if (isViewNew && view) toBlock(attachment, view.block, view.above);
    // After it: what they write is always in view.
    if (isCaretNew && cursor) toCaret(attachment, cursor);
  };
  const goSoon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(go);
  };
  const own = (): void => onEnd('own');
  const ownKey = ({ key }: KeyboardEvent): void => {
    if (!IDLE_KEYS.includes(key)) own();
  };
  const ownPress = (event: PointerEvent): void => {
    const target = getComposedEventTarget(event);
    // A press on the page's scroll bar is one on its root; buttons beside the text lead nowhere.
    const isOnText = target instanceof Node && attachment.editor.getRootElement()?.contains(target);
    if (isOnText || target === document.documentElement) own();
  };
  awareness.on('change', goSoon);
  const offUpdate = attachment.editor.registerUpdateListener(goSoon);
  window.addEventListener('wheel', own, { passive: true });
  window.addEventListener('touchmove', own, { passive: true });
  window.addEventListener('keydown', ownKey, { capture: true });
  window.addEventListener('pointerdown', ownPress);
  goSoon();
  return () => {
    cancelAnimationFrame(frame);
    awareness.off('change', goSoon);
    offUpdate();
    window.removeEventListener('wheel', own);
    window.removeEventListener('touchmove', own);
    window.removeEventListener('keydown', ownKey, { capture: true });
    window.removeEventListener('pointerdown', ownPress);
  };
};

const scrollTo = (by: number): void => {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  window.scrollBy({ top: by, behavior: isCalm ? 'instant' : 'smooth' });
};

const toBlock = ({ editor, keyOfBlock }: DocumentAttachment, block: string, above: number): void => {
  const key = keyOfBlock(block);
  const rect = key === null ? undefined : editor.getElementByKey(key)?.getBoundingClientRect();
  if (rect) scrollTo(rect.top + rect.height * above - pageInset().top);
};

const toCaret = ({ editor }: DocumentAttachment, { focus }: RemoteCursor): void => {
  const rect = caretRect(editor, focus);
  if (!rect) return;
  const { top, bottom } = pageInset();
  const end = window.innerHeight - bottom;
  if (rect.top < top || rect.bottom > end) scrollTo(rect.top - (top + end) / 2);
};

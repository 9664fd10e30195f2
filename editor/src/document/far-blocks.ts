import type { LexicalEditor } from 'lexical';
import './far-blocks.css';

/** Blocks at the start of a text that are laid out at once: more than a screen of them. */
const NEAR = 120;
/** With fewer blocks it isn't worth it. */
const LEAST = 1_000;
/** Blocks of one step at least, and steps at most: each has the browser look through all blocks once. */
const STEP = 250;
const MOST_STEPS = 40;
/** Letters in a line, by which a height is guessed; and of which heights there are rules, in lines. */
const LINE = 85;
const HEIGHTS = [1, 2, 3, 4, 6, 10, 20, 50];
const FAR = 'data-far';
/** A pause of whoever types that is long enough for a step, milliseconds. */
const PAUSE = 700;

const soon: (fn: () => void) => void =
  'requestIdleCallback' in globalThis
    ? (fn) => requestIdleCallback(fn, { timeout: 500 })
    : (fn) => void setTimeout(fn, 30);

/**
 * A long text is there before all of it is laid out: what is far from its start takes an estimated place, and is laid
 * out by the browser when it comes into view, or here when there is time. It doesn't stay so, since each frame then
 * asks every block whether it is in view, and a letter costs half as much again. Returns how to have all of it at once.
 */
export function layOutFarBlocksLater(editor: LexicalEditor): () => void {
  const blocks = [...(editor.getRootElement()?.children ?? [])];
  const far = blocks.length < LEAST ? [] : blocks.slice(NEAR);
  for (const block of far) {
    const lines = (block.textContent?.length ?? 0) / LINE;
    block.setAttribute(FAR, String(HEIGHTS.find((height) => height >= lines) ?? HEIGHTS.at(-1)));
  }
  const size = Math.max(STEP, Math.ceil(far.length / MOST_STEPS));
  const layOut = (count: number): void => {
    for (const block of far.splice(0, count)) block.removeAttribute(FAR);
  };
  let typedAt = -PAUSE;
  const onTyping = (): void => {
    typedAt = performance.now();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    const wait = typedAt + PAUSE - performance.now();
    if (wait > 0) {
      timer = setTimeout(next, wait);
      return;
    }
    layOut(size);
    if (far.length > 0) soon(next);
    else stop();
  };
  const all = (): void => layOut(far.length);
  const stop = (): void => {
    clearTimeout(timer);
    removeEventListener('beforeinput', onTyping, { capture: true });
    removeEventListener('beforeprint', all);
  };
  if (far.length > 0) {
    addEventListener('beforeinput', onTyping, { capture: true });
    // Once the first screen has been painted.
    requestAnimationFrame(() => soon(next));
    addEventListener('beforeprint', all, { once: true });
  }
  return () => {
    all();
    stop();
  };
}

import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';
import { $gather } from '../../content/blocks/gather.ts';
import { $moveBlocks } from '../../content/blocks/move.ts';
import { pageInset } from '../page-inset.ts';
import { $chosenBlocks, $selectBlocks } from './chosen-blocks.ts';
import { $gapAt, type Dragged, type DrawnGap } from './gap.ts';

/** Pixels that a finger or mouse may tremble before it drags. */
const SLACK = 5;
/** Pixels from the bars where the page begins to scroll, and how far it then does a frame at most. */
const SCROLL_EDGE = 48;
const SCROLL_STEP = 16;

/** What a drag looks like at a moment. */
export interface DragView {
  readonly keys: readonly NodeKey[];
  readonly gap: DrawnGap | null;
  readonly x: number;
  readonly y: number;
}

interface DragOptions {
  readonly editor: LexicalEditor;
  /** The block whose handle was pressed. */
  readonly key: NodeKey;
  readonly press: PointerEvent;
  /** The handle. */
  readonly target: HTMLElement;
  /** Told of each change, and of the end by null. */
  onView(view: DragView | null): void;
  /** The blocks are where they belong. */
  onDrop(): void;
}

/**
 * Follows a press on a block's handle: once it moves, the block is dragged, with all selected ones if it is among them.
 * Where it goes is found on the screen as it is at that moment, by nodes and not by numbers: others may write meanwhile.
 */
export const startDrag = ({ editor, key, press, target, onView, onDrop }: DragOptions): void => {
  let dragged: Dragged | null = null;
  let [x, y] = [press.clientX, press.clientY];
  let frame = 0;
  let isOver = false;

  const gap = (): DrawnGap | null =>
    dragged === null
      ? null
      : editor.read('latest', () => $gapAt(editor, y, { ...(dragged as Dragged), right: x - press.clientX }));

  const draw = (): void => {
    frame = 0;
    if (dragged === null) return;
    onView({ keys: [...dragged.keys], gap: gap(), x, y });
    if (scrollAtEdge(y)) drawSoon();
  };
  const drawSoon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };

  const move = (event: PointerEvent): void => {
    if (event.pointerId !== press.pointerId || isOver) return;
    [x, y] = [event.clientX, event.clientY];
    if (dragged === null && Math.hypot(x - press.clientX, y - press.clientY) > SLACK) dragged = take(editor, key);
    if (dragged !== null) drawSoon();
  };

  /** Nothing goes anywhere any more; the button may still be down. */
  const stop = (): void => {
    cancelAnimationFrame(frame);
    isOver ||= dragged !== null;
    if (dragged !== null) onView(null);
    dragged = null;
  };

  const release = (event: PointerEvent): void => {
    if (event.pointerId !== press.pointerId) return;
    const place = gap();
    const keys = dragged?.keys;
    if (place !== null && keys !== undefined) {
      editor.update(() => {
        const blocks = [...keys].flatMap((each) => $getNodeByKey(each) ?? []);
        $moveBlocks(blocks, place);
      });
      onDrop();
    }
    leave();
    if (!isOver) return;
    // The click that the browser makes of the end of a drag is none; it comes in this task or never.
    target.addEventListener('click', swallow, true);
    setTimeout(() => target.removeEventListener('click', swallow, true));
  };

  const cancel = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || dragged === null) return;
    event.preventDefault();
    event.stopPropagation();
    stop();
  };

  const leave = (): void => {
    stop();
    target.removeEventListener('pointermove', move);
    target.removeEventListener('pointerup', release);
    target.removeEventListener('pointercancel', leave);
    window.removeEventListener('keydown', cancel, true);
  };

  target.setPointerCapture(press.pointerId);
  target.addEventListener('pointermove', move);
  target.addEventListener('pointerup', release);
  target.addEventListener('pointercancel', leave);
  window.addEventListener('keydown', cancel, true);
};

const swallow = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

/** Selects what is to be dragged, and says what that is. */
const take = (editor: LexicalEditor, key: NodeKey): Dragged => {
  let dragged: Dragged = { keys: new Set(), depth: null, right: 0 };
  editor.update(
    () => {
      const pressed = $getNodeByKey(key);
      if (pressed === null) return;
      const chosen = $chosenBlocks();
      const blocks = chosen.length > 1 && chosen.some((block) => block.is(pressed)) ? chosen : [pressed];
      $selectBlocks(blocks);
      const moving = $gather(blocks).flatMap((gathered) => gathered.blocks);
      const depths = moving.map(({ list }) => list?.depth ?? null);
      // How deep they come to stand matters only where all of them are items.
      const depth = depths.includes(null) ? null : Math.min(...depths.map((each) => each ?? 0));
      dragged = { keys: new Set(moving.map(({ node }) => node.getKey())), depth, right: 0 };
    },
    { discrete: true },
  );
  return dragged;
};

/** Scrolls the page where something is held near its edge; says whether it did. */
const scrollAtEdge = (y: number): boolean => {
  const { top, bottom } = pageInset();
  const above = top + SCROLL_EDGE - y;
  const below = y - (window.innerHeight - bottom - SCROLL_EDGE);
  const by = above > 0 ? -above : below > 0 ? below : 0;
  if (by === 0) return false;
  const before = window.scrollY;
  window.scrollBy(0, Math.sign(by) * Math.min(SCROLL_STEP, Math.abs(by) / 3));
  return window.scrollY !== before;
};

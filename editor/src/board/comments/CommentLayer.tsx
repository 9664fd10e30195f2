import { viewportCoordsToSceneCoords } from '@excalidraw/excalidraw';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../panels/Avatar.tsx';
import { useShown } from '../../panels/discussion/CommentsTab.tsx';
import { activate, beginDraft, useDiscussionView } from '../../panels/discussion/discussion-view.ts';
import { isUnread } from '../../panels/discussion/thread-facts.ts';
import { colorFor } from '../../panels/identity.ts';
import type { ThreadSummary } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { elementsById, placeOnScreen } from '../canvas/screen-place.ts';
import { useCanvasFrames } from '../canvas/use-canvas-frames.ts';
import styles from './CommentLayer.module.css';
import { elementsAt } from './element-at.ts';
import type { BoardComments } from './use-board-comments.ts';

interface CommentLayerProps {
  readonly comments: BoardComments;
  /** What holds the canvas. */
  readonly container: RefObject<HTMLElement | null>;
}

const LONGEST_LABEL = 80;
/** Pins of threads about the same stand beside each other, pixels. */
const BESIDE = 26;

/** Over the canvas: a pin at whatever a thread is about, an outline around what is looked at, and pointing at something. */
export const CommentLayer = ({ comments, container }: CommentLayerProps) => {
  const { discussion, threads, isPicking } = comments;
  const { threads: all, read } = useShown(discussion.threads.shown);
  const order = useShown(threads.order);
  const { active, draft } = useDiscussionView(discussion);
  const self = useShown(discussion.self).id;
  const pinned = all.filter(({ id, resolved }) => order.has(id) && (resolved === null || id === active));
  const drafted = draft?.target.kind === 'elements' ? draft.target.elements : null;
  const layer = useRef<HTMLDivElement>(null);
  usePlaces({ comments, layer, drafted });

  return (
    <div ref={layer} className={styles.layer}>
      <span className={styles.outline} data-outline-of={drafted ? '' : (active ?? '')} hidden />
      {pinned.map((thread) => (
        <Pin
          key={thread.id}
          thread={thread}
          isActive={thread.id === active}
          isUnread={isUnread(thread, read, self)}
          onOpen={() => {
            activate(discussion, thread.id);
            // The panel may have come over it.
            requestAnimationFrame(() => comments.places.reveal(thread.id));
          }}
        />
      ))}
      {isPicking && <Picking comments={comments} container={container} />}
    </div>
  );
};

interface PinProps {
  readonly thread: ThreadSummary;
  readonly isActive: boolean;
  readonly isUnread: boolean;
  onOpen(): void;
}

const Pin = ({ thread, isActive, isUnread, onOpen }: PinProps) => {
  const { t } = useTranslation();
  const [first] = thread.comments;
  const name = first?.author.name ?? '';
  const words = first?.text ?? '';
  const label = t('comments.said', { name, text: words.slice(0, LONGEST_LABEL) });
  return (
    <button
      type="button"
      className={cx(styles.pin, isActive && styles.active, thread.resolved !== null && styles.resolved)}
      aria-label={label}
      title={label}
      aria-pressed={isActive}
      data-pin={thread.id}
      hidden
      onClick={onOpen}
    >
      <Avatar person={{ name, color: first?.author.color ?? colorFor(first?.author.id ?? '') }} small />
      {isUnread && <span className={styles.dot} />}
    </button>
  );
};

interface PlacesInput {
  readonly comments: BoardComments;
  readonly layer: RefObject<HTMLDivElement | null>;
  readonly drafted: readonly string[] | null;
}

/** Keeps pins and the outline where their elements are, past React: the canvas moves with every frame. */
const usePlaces = ({ comments: { api, threads }, layer, drafted }: PlacesInput): void => {
  useCanvasFrames(api, () => {
    const element = layer.current;
    if (element === null || element.childElementCount === 0) return;
    const all = elementsById(api);
    const placeOf = (ids: readonly string[]) =>
      placeOnScreen(
        api,
        ids.flatMap((id) => all.get(id) ?? []),
      );
    const taken = new Map<string, number>();
    for (const pin of element.querySelectorAll<HTMLElement>('[data-pin]')) {
      const place = placeOf(threads.elementsOf(pin.dataset.pin ?? ''));
      pin.hidden = place === null;
      if (place === null) continue;
      const corner = `${Math.round(place.left + place.width)} ${Math.round(place.top)}`;
      const beside = taken.get(corner) ?? 0;
      taken.set(corner, beside + 1);
      pin.style.transform = `translate(${place.left + place.width + beside * BESIDE}px, ${place.top}px)`;
    }
    const outline = element.querySelector<HTMLElement>('[data-outline-of]');
    if (outline === null) return;
    const place = placeOf(drafted ?? threads.elementsOf(outline.dataset.outlineOf ?? ''));
    outline.hidden = place === null;
    if (place === null) return;
    outline.style.transform = `translate(${place.left}px, ${place.top}px)`;
    outline.style.width = `${place.width}px`;
    outline.style.height = `${place.height}px`;
  });
};

/** Takes the next press on the canvas for what a comment is to be about. */
const Picking = ({ comments, container }: CommentLayerProps) => {
  const { t } = useTranslation();
  const { api, discussion, beginOn, setPicking } = comments;
  const [hovered, setHovered] = useState<readonly string[]>([]);
  const at = (event: { readonly clientX: number; readonly clientY: number }): readonly string[] => {
    const state = api.getAppState();
    return elementsAt(api.getSceneElements(), viewportCoordsToSceneCoords(event, state), state.zoom.value);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setPicking(false);
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [setPicking]);
  const all = elementsById(api);
  const place = placeOnScreen(
    api,
    hovered.flatMap((id) => all.get(id) ?? []),
  );
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: with keys one selects what it is about first. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it is pointed through. */}
      <div
        className={styles.picking}
        data-testid="picking"
        onPointerMove={(event) => {
          const ids = at(event);
          if (ids.join() !== hovered.join()) setHovered(ids);
        }}
        onWheel={(event) => {
          // One looks about meanwhile.
          container.current
            ?.querySelector('canvas.interactive')
            ?.dispatchEvent(new WheelEvent('wheel', event.nativeEvent));
        }}
        onClick={(event) => {
          const ids = at(event);
          if (ids.length > 0) beginOn(ids);
        }}
      />
      {place !== null && (
        <span
          className={styles.outline}
          style={{ transform: `translate(${place.left}px, ${place.top}px)`, width: place.width, height: place.height }}
        />
      )}
      <div className={styles.hint} role="status">
        {t('comments.pick')}
        <Button
          look="quiet"
          onClick={() => {
            setPicking(false);
            beginDraft(discussion, { target: { kind: 'document' }, quote: '' });
          }}
        >
          {t('comments.aboutBoard')}
        </Button>
        <Button look="quiet" onClick={() => setPicking(false)}>
          {t('comments.cancel')}
        </Button>
      </div>
    </>
  );
};

import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Alignment, IMAGE_WIDTHS } from '../../content/nodes/image-node.ts';
import { cx } from '../../ui/cx.ts';
import { useOwnKeys } from '../assets/use-own-keys.ts';
import styles from './ResizeHandle.module.css';

interface ResizeHandleProps {
  readonly side: 'left' | 'right';
  readonly frame: RefObject<HTMLElement | null>;
  readonly align: Alignment;
  /** CSS pixels while it goes on; null once it is over. */
  onResize(width: number | null): void;
  onDone(width: number): void;
  /** Escape: the focus goes elsewhere. */
  onLeave(): void;
}

const STEP = 16;

/** A grip at a picture's edge, for mouse, touch and arrow keys. Others see the new width when it is let go. */
export const ResizeHandle = ({ side, frame, align, onResize, onDone, onLeave }: ResizeHandleProps) => {
  const { t } = useTranslation();
  const handle = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly x: number; readonly width: number; to: number } | null>(null);
  useOwnKeys(handle, { text: false });

  const widthNow = (): number => Math.round(frame.current?.getBoundingClientRect().width ?? 0);
  const widest = (): number =>
    Math.floor(frame.current?.parentElement?.getBoundingClientRect().width ?? IMAGE_WIDTHS.most);
  const clamp = (width: number): number => Math.round(Math.max(IMAGE_WIDTHS.least, Math.min(widest(), width)));

  const begin = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const width = widthNow();
    drag.current = { x: event.clientX, width, to: width };
  };
  const move = (event: PointerEvent): void => {
    const { current } = drag;
    if (current === null) return;
    const outward = (event.clientX - current.x) * (side === 'right' ? 1 : -1);
    // In the middle both edges move.
    current.to = clamp(current.width + outward * (align === 'center' ? 2 : 1));
    onResize(current.to);
  };
  const end = (keeps: boolean): void => {
    const { current } = drag;
    drag.current = null;
    onResize(null);
    if (keeps && current !== null && current.to !== current.width) onDone(current.to);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onLeave();
    if (event.ctrlKey || event.metaKey) return;
    const wider = event.key === 'ArrowRight' || event.key === 'ArrowUp';
    const narrower = event.key === 'ArrowLeft' || event.key === 'ArrowDown';
    const to = { Home: IMAGE_WIDTHS.least, End: widest() }[event.key];
    if (!wider && !narrower && to === undefined) return;
    event.preventDefault();
    onDone(clamp(to ?? widthNow() + (wider ? STEP : -STEP)));
  };

  return (
    <div
      ref={handle}
      className={cx(styles.handle, styles[side])}
      role="slider"
      tabIndex={0}
      aria-label={t(side === 'left' ? 'images.resizeLeft' : 'images.resizeRight')}
      aria-valuemin={IMAGE_WIDTHS.least}
      aria-valuemax={widest()}
      aria-valuenow={widthNow()}
      aria-valuetext={t('images.widthValue', { width: String(widthNow()) })}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => end(true)}
      onPointerCancel={() => end(false)}
      onKeyDown={press}
    >
      <span className={styles.grip} />
    </div>
  );
};

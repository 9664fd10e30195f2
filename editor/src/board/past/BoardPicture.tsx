import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type CSSProperties, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/IconButton.tsx';
import type { BoardPastProps } from '../BoardPast.tsx';
import { useShownTheme } from '../canvas/use-shown-theme.ts';
import styles from './BoardPicture.module.css';
import type { Box } from './draw-scene.ts';
import { useDrawnScene } from './use-drawn-scene.ts';

const NOBODY_GONE: ReadonlySet<string> = new Set();
/** Between an element and the frame that marks it, the board's own pixels. */
const AROUND = 8;
const STEP = 1.4;
const SMALLEST = 0.05;
const LARGEST = 6;

/** A state of a board as a picture, with frames round what differs from another. */
export const BoardPicture = ({
  state,
  older,
  uploads,
  changes,
  showChanges,
  label,
  theme,
  handle,
  fallback,
}: Omit<BoardPastProps, 'url'>) => {
  const { t } = useTranslation();
  const view = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<number | null>(null);
  /** Null: as large as there is room. */
  const [zoom, setZoom] = useState<number | null>(null);
  const gone = useMemo(
    () => new Set(changes.flatMap(({ kinds, elements }) => (kinds.includes('removed') ? elements : []))),
    [changes],
  );
  const dark = useShownTheme(theme) === 'dark';
  const drawn = useDrawnScene({ state, older, gone: showChanges ? gone : NOBODY_GONE, uploads, dark });

  useImperativeHandle(handle, () => ({
    goTo: (n) => {
      setCurrent(n);
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      const frame = view.current?.querySelector(`[data-change-number="${n}"]`);
      frame?.scrollIntoView({ block: 'center', inline: 'center', behavior: calm ? 'auto' : 'smooth' });
    },
  }));

  if (drawn.at === 'drawing') return fallback;
  if (drawn.at === 'empty') return <p className={styles.empty}>{t('history.emptyBoard')}</p>;
  const { width, height, address, boxOf } = drawn;
  const zoomBy = (factor: number): void => {
    const shown = (view.current?.querySelector('img')?.getBoundingClientRect().width ?? width) / width;
    setZoom(Math.min(LARGEST, Math.max(SMALLEST, shown * factor)));
  };
  const size =
    zoom === null
      ? { aspectRatio: `${width} / ${height}`, maxWidth: `min(100%, ${width}px)` }
      : { width: width * zoom, height: height * zoom };
  return (
    <div className={styles.frame}>
      {/* Keys scroll it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys. */}
      <section ref={view} className={styles.view} aria-label={label} tabIndex={0}>
        <div className={zoom === null ? styles.fitted : styles.sized} style={size}>
          <img className={styles.picture} src={address} alt={label} draggable={false} />
          {showChanges && (
            <svg className={styles.marks} viewBox={`0 0 ${width} ${height}`} aria-hidden>
              {changes.map(({ kinds, elements, color, sentence }, n) => {
                const box = around(elements.flatMap((id) => boxOf(id) ?? []));
                return (
                  box && (
                    <rect
                      // biome-ignore lint/suspicious/noArrayIndexKey: its number is what it is known by.
                      key={n}
                      {...box}
                      rx={6}
                      className={styles.mark}
                      data-change={kinds[0]}
                      data-change-number={n}
                      data-current={n === current || undefined}
                      style={{ '--by': color } as CSSProperties}
                    >
                      <title>{sentence}</title>
                    </rect>
                  )
                );
              })}
            </svg>
          )}
        </div>
      </section>
      <div className={styles.zoom}>
        <IconButton label={t('history.zoomOut')} onClick={() => zoomBy(1 / STEP)}>
          <ZoomOut size={18} aria-hidden />
        </IconButton>
        <IconButton label={t('history.zoomFit')} onClick={() => setZoom(null)}>
          <Maximize size={18} aria-hidden />
        </IconButton>
        <IconButton label={t('history.zoomIn')} onClick={() => zoomBy(STEP)}>
          <ZoomIn size={18} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
};

const around = (boxes: readonly Box[]): Box | null => {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x)) - AROUND;
  const y = Math.min(...boxes.map((box) => box.y)) - AROUND;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + AROUND;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + AROUND;
  return { x, y, width: right - x, height: bottom - y };
};

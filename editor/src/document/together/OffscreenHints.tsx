import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentAttachment } from '../../content/index.ts';
import { cx } from '../../ui/cx.ts';
import { Layer } from '../../ui/layer.tsx';
import { pageInset } from '../page-inset.ts';
import { caretRect } from './caret-rect.ts';
import styles from './OffscreenHints.module.css';

interface Hint {
  readonly clientId: number;
  readonly name: string;
  readonly color: string;
}

interface Hints {
  readonly above: readonly Hint[];
  readonly below: readonly Hint[];
}

/** Names at an edge of the view, before the rest is a number. */
const MOST = 3;
const NONE: Hints = { above: [], below: [] };

/** Says at the view's edges who writes beyond them; a press leads there. */
export const OffscreenHints = ({ attachment }: { readonly attachment: DocumentAttachment }) => {
  const hints = useHints(attachment);
  return (
    <Layer>
      <Edge attachment={attachment} hints={hints.above} isAbove />
      <Edge attachment={attachment} hints={hints.below} isAbove={false} />
    </Layer>
  );
};

interface EdgeProps {
  readonly attachment: DocumentAttachment;
  readonly hints: readonly Hint[];
  readonly isAbove: boolean;
}

const Edge = ({ attachment, hints, isAbove }: EdgeProps) => {
  const { t } = useTranslation();
  if (hints.length === 0) return null;
  const Icon = isAbove ? ArrowUp : ArrowDown;
  const { top, bottom } = pageInset();
  return (
    <div
      className={cx(styles.edge, isAbove ? styles.above : styles.below)}
      style={isAbove ? { top } : { bottom }}
      data-testid={isAbove ? 'above' : 'below'}
    >
      {hints.slice(0, MOST).map(({ clientId, name, color }) => (
        <button
          key={clientId}
          type="button"
          className={styles.hint}
          style={{ backgroundColor: color }}
          aria-label={t(isAbove ? 'together.above' : 'together.below', { name })}
          onClick={() => lookAt(attachment, clientId)}
        >
          <Icon size={13} aria-hidden />
          <span className={styles.name} dir="auto">
            {name}
          </span>
        </button>
      ))}
      {hints.length > MOST && <span className={styles.more}>+{hints.length - MOST}</span>}
    </div>
  );
};

const lookAt = ({ editor, cursors }: DocumentAttachment, clientId: number): void => {
  const cursor = cursors().find((each) => each.clientId === clientId);
  const rect = cursor && caretRect(editor, cursor.focus);
  if (!rect) return;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  window.scrollBy({ top: rect.top - window.innerHeight / 2, behavior: isCalm ? 'instant' : 'smooth' });
};

const useHints = (attachment: DocumentAttachment): Hints => {
  const [hints, setHints] = useState(NONE);
  useEffect(() => {
    const { editor, awareness } = attachment;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      const next = hintsOf(attachment);
      setHints((shown) => (JSON.stringify(shown) === JSON.stringify(next) ? shown : next));
    };
    const lookSoon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    const offUpdate = editor.registerUpdateListener(lookSoon);
    awareness?.on('change', lookSoon);
    document.addEventListener('scroll', lookSoon, { passive: true, capture: true });
    window.addEventListener('resize', lookSoon);
    lookSoon();
    return () => {
      cancelAnimationFrame(frame);
      offUpdate();
      awareness?.off('change', lookSoon);
      document.removeEventListener('scroll', lookSoon, { capture: true });
      window.removeEventListener('resize', lookSoon);
    };
  }, [attachment]);
  return hints;
};

const hintsOf = ({ editor, cursors }: DocumentAttachment): Hints => {
  const inset = pageInset();
  const [top, bottom] = [inset.top, window.innerHeight - inset.bottom];
  const placed = cursors().map(({ clientId, name, color, focus }) => ({
    hint: { clientId, name, color },
    rect: caretRect(editor, focus),
  }));
  return {
    above: placed.flatMap(({ hint, rect }) => (rect && rect.bottom < top ? hint : [])),
    below: placed.flatMap(({ hint, rect }) => (rect && rect.top > bottom ? hint : [])),
  };
};

import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** Asked for by Escape, its button, or a press beside it. */
  onClose(): void;
  readonly children: ReactNode;
}

/** A sheet over the page, which waits until it is closed. The browser's own: it keeps the focus in, and needs no style element, which the page's policy refuses. */
export const Dialog = ({ open, title, onClose, children }: DialogProps) => {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const content = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) {
      dialog.current?.showModal();
      // The browser would begin with the button that closes it, which comes first.
      content.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    } else dialog.current?.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key, and the browser's.
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={id}
      onClose={() => {
        if (open) onClose();
      }}
      onClick={(event) => {
        // The element itself is pressed only where it isn't covered: beside the sheet.
        if (event.target === dialog.current) onClose();
      }}
    >
      {open && (
        <div className={styles.sheet}>
          <header className={styles.header}>
            <h2 id={id} className={styles.title}>
              {title}
            </h2>
            <IconButton bare label={t('app.close')} onClick={onClose}>
              <X size={18} aria-hidden />
            </IconButton>
          </header>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too. */}
          <section ref={content} className={styles.content} tabIndex={0} aria-labelledby={id}>
            {children}
          </section>
        </div>
      )}
    </dialog>
  );
};

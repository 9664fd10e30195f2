import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Toasts.module.css';

export interface ToastMessage {
  readonly text: string;
  readonly tone?: 'plain' | 'danger';
  /** One thing to do about it; the toast goes once it is done. */
  readonly action?: { readonly label: string; run(): void };
}

interface ShownToast extends ToastMessage {
  readonly id: number;
  readonly open: boolean;
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** Shows a message for a few seconds, read out politely. */
export const useToast = (): ((message: ToastMessage) => void) => useContext(ToastContext);

const SHOWN_MS = 6_000;
/** Time to read, think and reach for an undo. */
const SHOWN_WITH_ACTION_MS = 10_000;
const LEAVE_MS = 250;
const MOST = 2;

/** Where the focus was before a toast had it; a toast that goes gives it back there, or to the page. */
const useReturnOfFocus = (viewport: RefObject<HTMLElement | null>): (() => void) => {
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && viewport.current?.contains(target) === false) last.current = target;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [viewport]);
  return useCallback(() => {
    if (viewport.current?.contains(document.activeElement) !== true && document.activeElement !== document.body) return;
    if (last.current?.isConnected) {
      last.current.focus({ preventScroll: true });
      return;
    }
    const main = document.querySelector('main');
    main?.setAttribute('tabindex', '-1');
    main?.focus({ preventScroll: true });
  }, [viewport]);
};

export const ToastProvider = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation();
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const nextId = useRef(1);

  const show = useCallback((message: ToastMessage) => {
    const id = nextId.current++;
    // The same again replaces itself; what only tells something makes way for what is told next.
    setToasts((shown) => {
      const others = shown.filter(({ text, action }) => text !== message.text && action !== undefined);
      return [...others.slice(1 - MOST), { ...message, id, open: true }];
    });
  }, []);

  const viewport = useRef<HTMLOListElement>(null);
  const returnFocus = useReturnOfFocus(viewport);

  const close = (id: number): void => {
    const hadFocus = viewport.current?.contains(document.activeElement) === true;
    setToasts((shown) => shown.map((toast) => (toast.id === id ? { ...toast, open: false } : toast)));
    // Left in place while it fades.
    setTimeout(() => {
      setToasts((shown) => shown.filter((toast) => toast.id !== id));
      if (hadFocus) returnFocus();
    }, LEAVE_MS);
  };

  return (
    <ToastContext value={show}>
      <Radix.Provider swipeDirection="down" label={t('app.notifications')}>
        {children}
        {toasts.map((toast) => (
          <Radix.Root
            key={toast.id}
            className={cx(styles.toast, toast.tone === 'danger' && styles.danger)}
            open={toast.open}
            onOpenChange={(open) => !open && close(toast.id)}
            duration={toast.action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS}
          >
            <Radix.Description className={styles.text}>{toast.text}</Radix.Description>
            {toast.action !== undefined && (
              <Radix.Action className={styles.action} altText={toast.action.label} onClick={toast.action.run}>
                {toast.action.label}
              </Radix.Action>
            )}
            <Radix.Close asChild>
              <IconButton className={styles.close} label={t('app.close')}>
                <X size={15} aria-hidden />
              </IconButton>
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport ref={viewport} className={styles.viewport} label={t('app.notifications')} />
      </Radix.Provider>
    </ToastContext>
  );
};

import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { cx } from '../ui/cx.ts';
import { i18n } from '../ui/i18n/index.ts';
import type { Language } from '../ui/i18n/languages.ts';
import { LayerProvider } from '../ui/layer.tsx';
import { ToastProvider } from '../ui/Toasts.tsx';
import { TooltipProvider } from '../ui/Tooltip.tsx';

/** How an embedded editor or board looks, whatever is in it. */
export interface LookProps {
  /** `system` follows the device. Default: `system`. */
  readonly theme?: 'light' | 'dark' | 'system' | undefined;
  /** Of buttons and messages. Default: the browser's, English where there is no translation. */
  readonly language?: Language | undefined;
  readonly className?: string | undefined;
  readonly style?: CSSProperties | undefined;
}

interface ScopeProps extends LookProps {
  readonly children: ReactNode;
}

/**
 * Ours within somebody else's page: what the styles, the theme and the language reach. What floats gets an element of its
 * own at the end of the tree that this one is in, a page or a shadow root, and goes with it.
 */
export const Scope = ({ theme = 'system', language, className, style, children }: ScopeProps) => {
  const root = useRef<HTMLDivElement>(null);
  const layer = useLayerBeside(root, theme);
  const words = useWords(language);
  return (
    <div
      ref={root}
      className={cx('cowrite', className)}
      style={style}
      part="root"
      lang={words.language}
      data-cowrite=""
      data-embedded=""
      data-theme={theme}
    >
      {layer !== null && (
        <LayerProvider value={layer}>
          <I18nextProvider i18n={words}>
            <TooltipProvider delayDuration={400} skipDelayDuration={200}>
              <ToastProvider>{children}</ToastProvider>
            </TooltipProvider>
          </I18nextProvider>
        </LayerProvider>
      )}
    </div>
  );
};

const useLayerBeside = (root: React.RefObject<HTMLElement | null>, theme: string): HTMLElement | null => {
  const [layer, setLayer] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const tree = root.current?.getRootNode();
    const made = document.createElement('div');
    made.className = 'cowrite';
    made.setAttribute('part', 'layer');
    made.dataset.cowrite = '';
    made.dataset.cowriteLayer = '';
    (tree instanceof ShadowRoot ? tree : document.body).append(made);
    setLayer(made);
    return () => {
      setLayer(null);
      made.remove();
    };
  }, [root]);
  useEffect(() => {
    if (layer !== null) layer.dataset.theme = theme;
  }, [layer, theme]);
  return layer;
};

/** Each its own language; the words are the same for all. */
const useWords = (language: Language | undefined) => {
  const [own] = useState(() => i18n.cloneInstance(language === undefined ? {} : { lng: language }));
  useEffect(() => {
    if (language !== undefined && own.language !== language) void own.changeLanguage(language);
  }, [own, language]);
  return own;
};

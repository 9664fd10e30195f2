/** What a page's life means for a connection. */
export interface PageListeners {
  /** The network or the person is back: it is worth trying at once. */
  readonly onBack: () => void;
  /** The network seems gone: an open socket may never say so. */
  readonly onAway: () => void;
  /** The page is closed, or put aside and perhaps shown again. */
  readonly onLeave: () => void;
  /** The page was put aside and is shown again. */
  readonly onReturn: () => void;
}

/** Follows the page's life; outside a browser it does nothing. Returns its end. */
export const watchPage = ({ onBack, onAway, onLeave, onReturn }: PageListeners): (() => void) => {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {};
  const ended = new AbortController();
  const { signal } = ended;
  const onVisibility = () => {
    if (document.visibilityState === 'visible') onBack();
  };
  const onShow = (event: PageTransitionEvent) => {
    if (event.persisted) onReturn();
  };
  window.addEventListener('online', onBack, { signal });
  window.addEventListener('offline', onAway, { signal });
  document.addEventListener('visibilitychange', onVisibility, { signal });
  // `unload` isn't fired on phones, and listening to it keeps a page out of the back/forward cache.
  window.addEventListener('pagehide', onLeave, { signal });
  window.addEventListener('pageshow', onShow, { signal });
  return () => ended.abort();
};

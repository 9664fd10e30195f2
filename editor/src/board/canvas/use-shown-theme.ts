import { useSyncExternalStore } from 'react';

const DARK = '(prefers-color-scheme: dark)';

const subscribe = (listener: () => void): (() => void) => {
  const query = matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** The theme to show: the device's, where it is left to it. */
export const useShownTheme = (theme: 'light' | 'dark' | 'system'): 'light' | 'dark' => {
  const isDeviceDark = useSyncExternalStore(subscribe, () => matchMedia(DARK).matches);
  if (theme !== 'system') return theme;
  return isDeviceDark ? 'dark' : 'light';
};

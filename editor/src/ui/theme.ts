import { useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from './settings.ts';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

const SETTING = 'theme';
const listeners = new Set<() => void>();

const parse = (value: string | null): Theme => (value === 'light' || value === 'dark' ? value : 'system');

let theme = parse(readSetting(SETTING));

const apply = (next: Theme): void => {
  theme = next;
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  for (const listener of listeners) listener();
};

// Another tab changed it.
window.addEventListener('storage', (event) => {
  if (event.key === `cowrite.${SETTING}` || event.key === null) apply(parse(event.newValue));
});

/** Chooses the theme and remembers it; `system` follows the device. */
export const setTheme = (next: Theme): void => {
  writeSetting(SETTING, next === 'system' ? null : next);
  apply(next);
};

export const useTheme = (): Theme =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );

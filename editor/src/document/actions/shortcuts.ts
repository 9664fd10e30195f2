import { IS_APPLE } from '../../ui/platform.ts';

/** A key with the platform's command key held (Ctrl, on a Mac ⌘). */
export interface Shortcut {
  /** By the place of the key where a modifier changes what it types, e.g. `Digit1`; else by its letter, e.g. `k`. */
  readonly key: string;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

export const matches = (shortcut: Shortcut, event: KeyboardEvent): boolean =>
  (IS_APPLE ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) &&
  event.shiftKey === (shortcut.shift ?? false) &&
  event.altKey === (shortcut.alt ?? false) &&
  (event.code === shortcut.key || event.key.toLowerCase() === shortcut.key);

const shown = (key: string): string => (key === 'Period' ? '.' : key.replace(/^(Digit|Key)/, '').toUpperCase());

/** As it is printed on the keyboard. */
export const formatShortcut = ({ key, shift, alt }: Shortcut, apple = IS_APPLE): string =>
  apple
    ? `${alt ? '⌥' : ''}${shift ? '⇧' : ''}⌘${shown(key)}`
    : ['Ctrl', alt && 'Alt', shift && 'Shift', shown(key)].filter(Boolean).join('+');

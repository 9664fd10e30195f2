import { IS_APPLE } from '../../ui/platform.ts';

/** A key with the platform's command key held (Ctrl, on a Mac ⌘), or with `bare`, without. */
export interface Shortcut {
  /** By the place of the key where a modifier changes what it types, e.g. `Digit1`; else by its letter, e.g. `k`. */
  readonly key: string;
  readonly shift?: boolean;
  readonly alt?: boolean;
  readonly bare?: boolean;
}

const hasCommandKey = ({ metaKey, ctrlKey }: KeyboardEvent): boolean =>
  IS_APPLE ? metaKey && !ctrlKey : ctrlKey && !metaKey;

export const matches = (shortcut: Shortcut, event: KeyboardEvent): boolean =>
  (shortcut.bare === true ? !event.ctrlKey && !event.metaKey : hasCommandKey(event)) &&
  event.shiftKey === (shortcut.shift ?? false) &&
  event.altKey === (shortcut.alt ?? false) &&
  (event.code === shortcut.key || event.key.toLowerCase() === shortcut.key);

const NAMES: Readonly<Record<string, string>> = {
  Period: '.',
  Comma: ',',
  Slash: '/',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Backslash: '\\',
  Equal: '=',
  Escape: 'Esc',
};

const shown = (key: string): string =>
  NAMES[key] ?? key.replace(/^(Digit|Key)(?=.$)/, '').replace(/^.$/, (letter) => letter.toUpperCase());

/** As it is printed on the keyboard. */
export const formatShortcut = ({ key, shift, alt, bare }: Shortcut, apple = IS_APPLE): string =>
  apple
    ? `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${bare ? '' : '⌘'}${shown(key)}`
    : [!bare && 'Ctrl', alt && 'Alt', shift && 'Shift', shown(key)].filter(Boolean).join('+');

import type { LexicalEditor } from 'lexical';
import type { LucideIcon } from 'lucide-react';
import type { en } from '../../ui/i18n/en.ts';
import type { ToolbarState } from '../toolbar/toolbar-state.ts';
import type { Shortcut } from './shortcuts.ts';

export type ActionName = keyof typeof en.actions;

/** One thing that can be done to the text: a button, a menu item, a key. */
export interface Action {
  /** Its label is `actions.<name>`. */
  readonly name: ActionName;
  readonly icon: LucideIcon;
  readonly shortcut?: Shortcut;
  run(editor: LexicalEditor): void;
  /** Undefined where it can't be on or off. */
  readonly isOn?: (state: ToolbarState) => boolean;
  isDisabled(state: ToolbarState): boolean;
}

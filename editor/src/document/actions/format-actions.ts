import { FORMAT_TEXT_COMMAND, type TextFormatType } from 'lexical';
import { Bold, Code, Italic, Link, type LucideIcon, Strikethrough, Underline } from 'lucide-react';
import { OPEN_LINK_COMMAND } from '../links/link-command.ts';
import type { Action } from './action.ts';
import type { Shortcut } from './shortcuts.ts';

type Format = 'bold' | 'italic' | 'underline' | 'strikethrough' | 'inlineCode';

const format = (name: Format, icon: LucideIcon, type: TextFormatType, shortcut: Shortcut): Action => ({
  name,
  icon,
  shortcut,
  run: (editor) => editor.dispatchCommand(FORMAT_TEXT_COMMAND, type),
  isOn: (state) => state.formats.includes(type),
  isDisabled: (state) => state.readOnly || state.block === 'code',
});

export const FORMAT_ACTIONS: readonly Action[] = [
  format('bold', Bold, 'bold', { key: 'b' }),
  format('italic', Italic, 'italic', { key: 'i' }),
  format('underline', Underline, 'underline', { key: 'u' }),
  format('strikethrough', Strikethrough, 'strikethrough', { key: 'x', shift: true }),
  format('inlineCode', Code, 'code', { key: 'e' }),
];

export const LINK: Action = {
  name: 'link',
  icon: Link,
  shortcut: { key: 'k' },
  run: (editor) => editor.dispatchCommand(OPEN_LINK_COMMAND, undefined),
  isOn: (state) => state.link,
  isDisabled: (state) => state.readOnly || state.block === 'code',
};

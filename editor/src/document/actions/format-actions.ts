import { type ElementFormatType, FORMAT_ELEMENT_COMMAND, FORMAT_TEXT_COMMAND, type TextFormatType } from 'lexical';
import {
  AlignCenter,
  AlignJustify,
  AlignLeft,
  AlignRight,
  Bold,
  Code,
  Highlighter,
  Italic,
  Link,
  type LucideIcon,
  RemoveFormatting,
  Strikethrough,
  Subscript,
  Superscript,
  Underline,
} from 'lucide-react';
import { clearFormats } from '../formats/clear-formats.ts';
import { OPEN_LINK_COMMAND } from '../links/link-command.ts';
import type { Action } from './action.ts';
import type { Shortcut } from './shortcuts.ts';

type Format =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strikethrough'
  | 'inlineCode'
  | 'highlight'
  | 'subscript'
  | 'superscript';
type Alignment = 'alignLeft' | 'alignCenter' | 'alignRight' | 'alignJustify';

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

/** Those that are wanted less often. */
export const MORE_FORMAT_ACTIONS: readonly Action[] = [
  format('highlight', Highlighter, 'highlight', { key: 'h', shift: true }),
  format('superscript', Superscript, 'superscript', { key: 'Period' }),
  format('subscript', Subscript, 'subscript', { key: 'Comma' }),
];

export const CLEAR_FORMATS: Action = {
  name: 'clearFormats',
  icon: RemoveFormatting,
  shortcut: { key: 'Backslash' },
  run: clearFormats,
  isDisabled: (state) => state.readOnly,
};

const align = (name: Alignment, icon: LucideIcon, type: ElementFormatType, key: string): Action => ({
  name,
  icon,
  shortcut: { key, shift: true },
  run: (editor) => editor.dispatchCommand(FORMAT_ELEMENT_COMMAND, type),
  isOn: (state) => state.align === type,
  isDisabled: (state) => state.readOnly || state.block === 'code',
});

export const ALIGN_ACTIONS: readonly Action[] = [
  // Not a format: it is how text stands that has none.
  align('alignLeft', AlignLeft, '', 'l'),
  align('alignCenter', AlignCenter, 'center', 'e'),
  align('alignRight', AlignRight, 'right', 'r'),
  align('alignJustify', AlignJustify, 'justify', 'j'),
];

import { INSERT_HORIZONTAL_RULE_COMMAND } from '@lexical/extension';
import { FORMAT_TEXT_COMMAND, type LexicalEditor, REDO_COMMAND, type TextFormatType, UNDO_COMMAND } from 'lexical';
import {
  Bold,
  Code,
  Heading1,
  Heading2,
  Heading3,
  Italic,
  Link,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Minus,
  Pilcrow,
  Quote,
  Redo2,
  SquareCode,
  Strikethrough,
  Underline,
  Undo2,
} from 'lucide-react';
import { BLOCK_TYPES, type BlockType, setBlockType } from '../blocks/blocks.ts';
import { OPEN_LINK_COMMAND } from '../links/link-command.ts';
import type { Shortcut } from './shortcuts.ts';
import type { ToolbarState } from './toolbar-state.ts';

type ActionName = 'undo' | 'redo' | BlockType | 'divider' | Format | 'link';

type Format = 'bold' | 'italic' | 'underline' | 'strikethrough' | 'inlineCode';

/** One thing that can be done to the text: a button, a menu item, a key. */
export interface Action {
  /** Its label is `editor.<name>`. */
  readonly name: ActionName;
  readonly icon: LucideIcon;
  readonly shortcut?: Shortcut;
  run(editor: LexicalEditor): void;
  /** Undefined where it can't be on or off. */
  readonly isOn?: (state: ToolbarState) => boolean;
  isDisabled(state: ToolbarState): boolean;
}

export const UNDO: Action = {
  name: 'undo',
  icon: Undo2,
  shortcut: { key: 'z' },
  run: (editor) => editor.dispatchCommand(UNDO_COMMAND, undefined),
  isDisabled: (state) => state.readOnly || !state.canUndo,
};

export const REDO: Action = {
  name: 'redo',
  icon: Redo2,
  shortcut: { key: 'z', shift: true },
  run: (editor) => editor.dispatchCommand(REDO_COMMAND, undefined),
  isDisabled: (state) => state.readOnly || !state.canRedo,
};

const BLOCKS: Readonly<Record<BlockType, readonly [LucideIcon, Shortcut]>> = {
  paragraph: [Pilcrow, { key: 'Digit0', alt: true }],
  heading1: [Heading1, { key: 'Digit1', alt: true }],
  heading2: [Heading2, { key: 'Digit2', alt: true }],
  heading3: [Heading3, { key: 'Digit3', alt: true }],
  bullet: [List, { key: 'Digit8', shift: true }],
  number: [ListOrdered, { key: 'Digit7', shift: true }],
  check: [ListChecks, { key: 'Digit9', shift: true }],
  quote: [Quote, { key: 'Period', shift: true }],
  code: [SquareCode, { key: 'KeyC', alt: true }],
};

const block = (name: BlockType): Action => ({
  name,
  icon: BLOCKS[name][0],
  shortcut: BLOCKS[name][1],
  run: (editor) => setBlockType(editor, name),
  isOn: (state) => state.block === name,
  isDisabled: (state) => state.readOnly,
});

export const BLOCK_ACTIONS: readonly Action[] = BLOCK_TYPES.map(block);

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

const LIST_NAMES: readonly string[] = ['bullet', 'number', 'check'];
export const LIST_ACTIONS: readonly Action[] = BLOCK_ACTIONS.filter(({ name }) => LIST_NAMES.includes(name));

const INSERT_NAMES: readonly string[] = ['quote', 'code'];
export const INSERT_ACTIONS: readonly Action[] = [
  ...BLOCK_ACTIONS.filter(({ name }) => INSERT_NAMES.includes(name)),
  {
    name: 'divider',
    icon: Minus,
    run: (editor) => editor.dispatchCommand(INSERT_HORIZONTAL_RULE_COMMAND, undefined),
    isDisabled: (state) => state.readOnly,
  },
];

/** Bold, italic, underline, undo and redo are Lexical's own keys. */
const BUILT_IN: readonly string[] = ['bold', 'italic', 'underline'];
export const KEYED_ACTIONS: readonly Action[] = [...BLOCK_ACTIONS, ...FORMAT_ACTIONS, LINK].filter(
  ({ name }) => !BUILT_IN.includes(name),
);

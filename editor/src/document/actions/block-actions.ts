import {
  Heading1,
  Heading2,
  Heading3,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Pilcrow,
  Quote,
  SquareCode,
} from 'lucide-react';
import { BLOCK_TYPES, type BlockType, setBlockType } from '../blocks/block-type.ts';
import type { Action } from './action.ts';
import type { Shortcut } from './shortcuts.ts';

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

const LIST_NAMES: readonly string[] = ['bullet', 'number', 'check'];
export const LIST_ACTIONS: readonly Action[] = BLOCK_ACTIONS.filter(({ name }) => LIST_NAMES.includes(name));

const ASIDE_NAMES: readonly string[] = ['quote', 'code'];
export const ASIDE_ACTIONS: readonly Action[] = BLOCK_ACTIONS.filter(({ name }) => ASIDE_NAMES.includes(name));

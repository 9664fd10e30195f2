import { $isLinkNode } from '@lexical/link';
import {
  $findMatchingParent,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isTextNode,
  type ElementFormatType,
  type LexicalEditor,
  type LexicalNode,
  type RangeSelection,
  type TextFormatType,
} from 'lexical';
import { useEffect, useState } from 'react';
import type { Color } from '../../content/blocks/color.ts';
import { $blockAround } from '../../content/blocks/outline.ts';
import type { DocumentAttachment } from '../../content/index.ts';
import { colorIn, GROUND, INK } from '../../content/text-style.ts';
import { $selectedBlocks } from '../block-tools/chosen-blocks.ts';
import { $blockTypeAt, $blockTypeOf, type BlockType } from '../blocks/block-type.ts';

/** What the toolbar shows. */
export interface ToolbarState {
  readonly block: BlockType;
  readonly formats: readonly TextFormatType[];
  readonly link: boolean;
  /** How the block stands; empty for its own way. */
  readonly align: ElementFormatType;
  /** The colours of the letters, and of the ground behind them. */
  readonly ink: Color | null;
  readonly ground: Color | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly readOnly: boolean;
}

const FORMATS: readonly TextFormatType[] = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'code',
  'highlight',
  'superscript',
  'subscript',
];

type AtSelection = Omit<ToolbarState, 'canUndo' | 'canRedo' | 'readOnly'>;

const NOWHERE: AtSelection = {
  block: 'paragraph',
  formats: [],
  link: false,
  align: '',
  ink: null,
  ground: null,
};

const $read = (): AtSelection => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) {
    const [first] = $selectedBlocks() ?? [];
    return first === undefined ? NOWHERE : { ...NOWHERE, block: $blockTypeAt(first), align: alignOf(first) };
  }
  const node = selection.anchor.getNode();
  const block = $blockAround(node);
  const style = selection.isCollapsed() || !$isTextNode(node) ? selection.style : $styleOf(selection);
  return {
    block: $blockTypeOf(selection),
    align: block === null ? '' : alignOf(block),
    ink: colorIn(style, INK),
    ground: colorIn(style, GROUND),
    formats: FORMATS.filter((format) => selection.hasFormat(format)),
    link: $findMatchingParent(selection.anchor.getNode(), $isLinkNode) !== null,
  };
};

/** The style of the first letters that are selected. */
const $styleOf = (selection: RangeSelection): string =>
  (selection.getNodes().find($isTextNode) ?? null)?.getStyle() ?? '';

const alignOf = (block: LexicalNode): ElementFormatType => ($isElementNode(block) ? block.getFormatType() : '');

const same = (a: AtSelection, b: AtSelection): boolean =>
  a.block === b.block &&
  a.link === b.link &&
  a.align === b.align &&
  a.ink === b.ink &&
  a.ground === b.ground &&
  a.formats.join() === b.formats.join();

/** Follows the selection and the undo stack; changes only when what is shown does. */
export const useToolbarState = (
  editor: LexicalEditor,
  attachment: DocumentAttachment | null,
  readOnly: boolean,
): ToolbarState => {
  const [atSelection, setAtSelection] = useState(NOWHERE);
  const [undo, setUndo] = useState({ canUndo: false, canRedo: false });

  useEffect(
    () =>
      editor.registerUpdateListener(({ editorState }) => {
        const next = editorState.read($read);
        setAtSelection((shown) => (same(shown, next) ? shown : next));
      }),
    [editor],
  );

  useEffect(() => {
    if (attachment === null) return undefined;
    const update = (): void => {
      const canUndo = attachment.canUndo();
      const canRedo = attachment.canRedo();
      setUndo((shown) => (shown.canUndo === canUndo && shown.canRedo === canRedo ? shown : { canUndo, canRedo }));
    };
    update();
    return attachment.onUndoChange(update);
  }, [attachment]);

  return { ...atSelection, ...undo, readOnly };
};

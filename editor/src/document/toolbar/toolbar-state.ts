import { $isLinkNode } from '@lexical/link';
import {
  $findMatchingParent,
  $getSelection,
  $isRangeSelection,
  type LexicalEditor,
  type TextFormatType,
} from 'lexical';
import { useEffect, useState } from 'react';
import type { DocumentAttachment } from '../../content/index.ts';
import { $blockTypeOf, type BlockType } from '../blocks/block-type.ts';

/** What the toolbar shows. */
export interface ToolbarState {
  readonly block: BlockType;
  readonly formats: readonly TextFormatType[];
  readonly link: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly readOnly: boolean;
}

const FORMATS: readonly TextFormatType[] = ['bold', 'italic', 'underline', 'strikethrough', 'code'];

type AtSelection = Pick<ToolbarState, 'block' | 'formats' | 'link'>;

const NOWHERE: AtSelection = { block: 'paragraph', formats: [], link: false };

const $read = (): AtSelection => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return NOWHERE;
  return {
    block: $blockTypeOf(selection),
    formats: FORMATS.filter((format) => selection.hasFormat(format)),
    link: $findMatchingParent(selection.anchor.getNode(), $isLinkNode) !== null,
  };
};

const same = (a: AtSelection, b: AtSelection): boolean =>
  a.block === b.block && a.link === b.link && a.formats.join() === b.formats.join();

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

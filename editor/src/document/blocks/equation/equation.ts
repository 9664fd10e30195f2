import { $getSelection, $isRangeSelection, type LexicalEditor, type LexicalNode } from 'lexical';
import { Radical, Sigma } from 'lucide-react';
import { $createEquationNode, $createInlineEquationNode } from '../../../content/nodes/equation.ts';
import type { Action } from '../../actions/action.ts';
import { $insertBlock } from '../insert-block.ts';
import { EDIT_EQUATION_COMMAND } from './edit-equation.ts';

/** Inserts an equation, and opens it once it is shown. */
const insert = (editor: LexicalEditor, $insert: () => LexicalNode | null): void => {
  let made: LexicalNode | null = null;
  editor.update(
    () => {
      made = $insert();
    },
    { onUpdate: () => made !== null && editor.dispatchCommand(EDIT_EQUATION_COMMAND, made.getKey()) },
  );
};

export const EQUATION: Action = {
  name: 'equation',
  icon: Sigma,
  run: (editor) => insert(editor, () => $insertBlock($createEquationNode(''))),
  isDisabled: (state) => state.readOnly || state.block === 'code',
};

/** Selected text is the TeX. */
export const INLINE_EQUATION: Action = {
  name: 'inlineEquation',
  icon: Radical,
  run: (editor) =>
    insert(editor, () => {
      const selection = $getSelection();
      if (!$isRangeSelection(selection)) return null;
      const node = $createInlineEquationNode(selection.getTextContent().trim());
      selection.insertNodes([node]);
      return node;
    }),
  isDisabled: (state) => state.readOnly || state.block === 'code',
};

import type { ElementTransformer, TextMatchTransformer } from '@lexical/markdown';
import { $getEditor } from 'lexical';
import {
  $createEquationNode,
  $createInlineEquationNode,
  $isEquationNode,
  $isInlineEquationNode,
  EquationNode,
  InlineEquationNode,
} from '../../../content/nodes/equation.ts';
import { EDIT_EQUATION_COMMAND } from './edit-equation.ts';

/** A price, as in `$5,$`. */
const NUMBER = /^[\d.,]+$/;

/** `$e=mc^2$` in a line. As Pandoc has it: no space within the marks, so that amounts of money stay what they are. */
export const INLINE_EQUATION_MARK: TextMatchTransformer = {
  type: 'text-match',
  dependencies: [InlineEquationNode],
  export: (node) => ($isInlineEquationNode(node) ? `$${node.getTex()}$` : null),
  regExp: /(?<![\w$\\])\$([^\s$](?:[^$\n]*[^\s$\\])?)\$$/,
  trigger: '$',
  replace(node, match) {
    const tex = match[1] ?? '';
    if (NUMBER.test(tex)) return;
    const equation = $createInlineEquationNode(tex);
    node.replace(equation);
    equation.selectNext(0, 0);
  },
};

/** `$$` alone on a line, or around a formula. */
export const EQUATION_MARK: ElementTransformer = {
  type: 'element',
  dependencies: [EquationNode],
  export: (node) => ($isEquationNode(node) ? `$$\n${node.getTex()}\n$$` : null),
  regExp: /^\$\$(?:([^$]+)\$\$)?\s?$/,
  triggerOnEnter: true,
  replace(block, children, match) {
    const equation = $createEquationNode((match[1] ?? '').trim());
    // The line stays to write on, below.
    block.insertBefore(equation);
    for (const child of children) child.remove();
    block.selectStart();
    if (equation.getTex() !== '') return;
    const editor = $getEditor();
    editor.update(() => {}, { onUpdate: () => editor.dispatchCommand(EDIT_EQUATION_COMMAND, equation.getKey()) });
  },
};

import { defineExtension, type LexicalNode } from 'lexical';
import type { ReactNode } from 'react';
import { decorateWith } from '../content/index.ts';

/** How each decorator node is drawn, by its type. */
const DECORATORS: Readonly<Record<string, (node: LexicalNode) => ReactNode>> = {};

/** Draws what Lexical leaves to a component: images, equations and the like. */
export const DecoratorsExtension = defineExtension({
  name: 'cowrite/decorators',
  register: (editor) => decorateWith(editor, (node) => DECORATORS[node.getType()]?.(node) ?? null),
});

import { $copyBlockFormatIndent } from '@lexical/selection';
import { $isElementNode, type LexicalNode } from 'lexical';
import { $blockColorOf, $setBlockColor } from './color.ts';
import { $insetOf, $setInset } from './inset.ts';

/** Gives a block what another has that it takes the place of, whatever kinds they are: alignment, colour, and how far in it is. */
export function $keepLook(from: LexicalNode, to: LexicalNode): void {
  if ($isElementNode(from) && $isElementNode(to)) $copyBlockFormatIndent(from, to);
  if ($blockColorOf(from) !== null) $setBlockColor([to], $blockColorOf(from));
  if ($insetOf(from) > 0) $setInset(to, $insetOf(from));
}

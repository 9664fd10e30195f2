import type { Element, Properties } from 'hast';
import { type ContentNode, numberField, textField } from '../content-node.ts';
import { attribute } from '../html/element.ts';
import { styleOf, stylesOf } from '../html/styles.ts';
import { colorOf } from './block-color.ts';
import { insetOf } from './inset.ts';

/** What lies in how a block is set, and what Markdown has no words for: alignment, direction, indentation. */

const ALIGNMENTS = ['left', 'start', 'center', 'right', 'end', 'justify'];
/** As wide as Lexical draws a step. */
const STEP = 40;
const MOST_STEPS = 32;

export function isPlainBlock(node: ContentNode): boolean {
  return Object.keys(lookProperties(node)).length === 0 && colorOf(node) === '' && insetOf(node) === 0;
}

export function lookProperties(node: ContentNode): Properties {
  const align = textField(node, 'format');
  const indent = Math.min(numberField(node, 'indent'), MOST_STEPS);
  const direction = textField(node, 'direction');
  const style = [
    ...(ALIGNMENTS.includes(align) ? [`text-align: ${align}`] : []),
    ...(indent > 0 ? [`padding-inline-start: ${indent * STEP}px`] : []),
  ];
  return {
    ...(style.length > 0 ? { style: style.join('; ') } : {}),
    ...(direction === 'rtl' || direction === 'ltr' ? { dir: direction } : {}),
  };
}

export interface BlockLook {
  readonly format?: string;
  readonly indent?: number;
  readonly direction?: string;
}

/** The same of an element. Left is where text is anyway, and says nothing on pages elsewhere. */
export function readLook(element: Element): BlockLook {
  const styles = stylesOf(element);
  const align = styleOf(styles, 'text-align') || (attribute(element, 'align') ?? '').toLowerCase();
  const padding = /^(\d{1,4})px$/.exec(styleOf(styles, 'padding-inline-start'))?.[1];
  const indent = Math.min(Math.floor(Number(padding ?? 0) / STEP), MOST_STEPS);
  const direction = (attribute(element, 'dir') ?? '').toLowerCase();
  return {
    ...(ALIGNMENTS.includes(align) && align !== 'start' ? { format: align } : {}),
    ...(indent > 0 ? { indent } : {}),
    ...(direction === 'rtl' ? { direction } : {}),
  };
}

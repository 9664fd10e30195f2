import type { Element } from 'hast';
import { type ContentNode, statesOf, stateText } from '../content-node.ts';
import { attribute } from '../html/element.ts';

/** The colour of a block, whatever kind it is. It is a name: what it looks like is the theme's business. */
export function colorOf(node: ContentNode): string {
  return stateText(node, 'color');
}

/** The same of an element that we wrote. */
export function colorFrom(element: Element): string | null {
  const color = attribute(element, 'dataColor');
  return color !== null && /^[a-z-]{1,32}$/.test(color) ? color : null;
}

export function withColor(node: ContentNode, color: string): ContentNode {
  return { ...node, $: { ...statesOf(node), color } };
}

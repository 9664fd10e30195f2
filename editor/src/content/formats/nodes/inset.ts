import type { Element } from 'hast';
import { type ContentNode, stateNumber, statesOf } from '../content-node.ts';
import { attribute } from '../html/element.ts';

/** To how many items of lists a block belongs that is none itself. */

const DEEPEST = 8;

export function insetOf(node: ContentNode): number {
  const inset = node.type === 'list' ? 0 : stateNumber(node, 'inset');
  return Math.max(0, Math.min(DEEPEST, Math.floor(inset)));
}

export function insetFrom(element: Element): number {
  const inset = Number(attribute(element, 'dataInset') ?? 0);
  return Number.isInteger(inset) && inset > 0 && inset <= DEEPEST ? inset : 0;
}

/** The same block with another inset; a list, which has none, as it is. */
export function withInset(node: ContentNode, inset: number): ContentNode {
  if (node.type === 'list') return node;
  const { inset: _, ...states } = statesOf(node);
  const { $: __, ...rest } = node;
  const now = inset > 0 ? { ...states, inset: Math.min(inset, DEEPEST) } : states;
  return Object.keys(now).length === 0 ? rest : { ...rest, $: now };
}

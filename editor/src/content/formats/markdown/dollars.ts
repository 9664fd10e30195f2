import type { InlineCode, Nodes, Parents, PhrasingContent, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfm } from 'micromark-extension-gfm';
import { GFM } from './gfm.ts';

/**
 * Makes words again of what was read as an equation and is an amount of money: as elsewhere, the first dollar has no
 * space behind it, the second none before it and no digit behind it. `$5 and $10` is neither.
 */
export function mendDollars(root: Root, source: string): void {
  if (!source.includes('$')) return;
  visit(root, source);
}

function visit(parent: Parents, source: string): void {
  const children: Nodes[] = [];
  for (const child of parent.children) {
    if (child.type === 'inlineMath' && isMoney(child as unknown as InlineCode, source))
      children.push(...wordsOf(child as unknown as InlineCode, source));
    else {
      if ('children' in child) visit(child, source);
      children.push(child);
    }
  }
  parent.children = children as typeof parent.children;
}

function isMoney({ position }: InlineCode, source: string): boolean {
  const start = position?.start.offset ?? 0;
  const end = position?.end.offset ?? 0;
  if (source[start + 1] === '$') return false;
  return /\s/.test(source[start + 1] ?? '') || /\s/.test(source[end - 2] ?? '') || /\d/.test(source[end] ?? '');
}

function wordsOf({ position }: InlineCode, source: string): PhrasingContent[] {
  const text = source.slice(position?.start.offset, position?.end.offset);
  const [block] = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: GFM }).children;
  return block?.type === 'paragraph' ? block.children : [{ type: 'text', value: text }];
}

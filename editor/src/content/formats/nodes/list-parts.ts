import { type ContentNode, childrenOf, textField } from '../content-node.ts';

export type ListType = 'bullet' | 'number' | 'check';

export function isListNode(node: ContentNode): boolean {
  return node.type === 'list';
}

export function listTypeOf(list: ContentNode): ListType {
  const type = textField(list, 'listType');
  // Compact JSON leaves out what is default.
  return type === 'bullet' || type === 'check' ? type : 'number';
}

/**
 * The words of an item, a paragraph each: an empty line, two line breaks, is where Markdown has one. Null for an item
 * that is only there to hold the list below it.
 */
export function ownContent(item: ContentNode): ContentNode[][] | null {
  const children = childrenOf(item);
  const words = children.filter((child) => !isListNode(child));
  if (words.length === 0 && children.length > 0) return null;
  const parts: ContentNode[][] = [[]];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined) continue;
    const isBetween = word.type === 'linebreak' && words[i + 1]?.type === 'linebreak' && parts.at(-1)?.length !== 0;
    if (isBetween && words.slice(i + 2).some(({ type }) => type !== 'linebreak')) {
      parts.push([]);
      i++;
    } else parts.at(-1)?.push(word);
  }
  return parts;
}

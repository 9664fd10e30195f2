import { ElementNode, type LexicalNode } from 'lexical';

/**
 * Makes these the children of a node, touching only where they differ from what it has.
 *
 * It splices as a plain element does: subclasses override `splice` and `append` to tidy up what a user does (a list
 * wraps what isn't an item, an item swallows paragraphs), and the document must be shown as it is.
 */
export function $replaceChildren(parent: ElementNode, children: readonly LexicalNode[]): void {
  const present = parent.getChildren();
  const most = Math.min(present.length, children.length);
  let head = 0;
  let tail = 0;
  const same = (i: number, j: number) => {
    const wanted = children[j];
    return wanted !== undefined && present[i]?.is(wanted) === true;
  };
  while (head < most && same(head, head)) head++;
  while (tail < most - head && same(present.length - tail - 1, children.length - tail - 1)) tail++;
  const removed = present.length - head - tail;
  const inserted = children.slice(head, children.length - tail);
  if (removed === 0 && inserted.length === 0) return;
  ElementNode.prototype.splice.call(parent, head, removed, inserted);
}

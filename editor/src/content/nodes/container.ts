import { $createParagraphNode, type ElementNode, type LexicalNode } from 'lexical';
import { $isBlock } from '../binding/node-kinds.ts';

/** Keeps a block that holds blocks as such: it is never empty, and text that got into it stands in a paragraph. */
export function $keepBlocks(container: ElementNode): void {
  let loose: LexicalNode[] = [];
  const wrap = (): void => {
    const [first] = loose;
    if (first === undefined) return;
    const paragraph = $createParagraphNode();
    first.insertBefore(paragraph);
    paragraph.append(...loose);
    loose = [];
  };
  for (const child of container.getChildren()) {
    if ($isBlock(child)) wrap();
    else loose.push(child);
  }
  wrap();
  if (container.isEmpty()) container.append($createParagraphNode());
}

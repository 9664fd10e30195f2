import { $createParagraphNode, $isElementNode, $isRootOrShadowRoot, type ElementNode, type LexicalNode } from 'lexical';

/**
 * Takes a block out of the text it stands in, where pasted HTML put it, as `<p>before <img> after</p>` does: between two
 * halves of a paragraph, behind the whole of anything else, such as a list.
 */
export function $liftOut(block: LexicalNode): void {
  const parent = block.getParent();
  if (parent === null || $isRootOrShadowRoot(parent)) return;
  const top = block.getParents().find((each) => $isRootOrShadowRoot(each.getParent()));
  if (top === undefined) return;
  const rest = block.getNextSiblings();
  top.insertAfter(block);
  if (top.is(parent) && rest.length > 0) {
    const half = $createParagraphNode();
    block.insertAfter(half.append(...rest));
  }
  $removeIfEmpty(parent);
}

/** With what only stood around it, such as the link on a picture. */
function $removeIfEmpty(element: ElementNode): void {
  const parent = element.getParent();
  if (!element.isEmpty() || $isRootOrShadowRoot(element)) return;
  element.remove();
  if ($isElementNode(parent)) $removeIfEmpty(parent);
}

import {
  $createParagraphNode,
  $getDocument,
  addClassNamesToElement,
  type ElementDOMSlot,
  ElementNode,
  type LexicalNode,
} from 'lexical';
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

interface BoxClasses {
  readonly block?: string;
  readonly button?: string;
  readonly body?: string;
}

/** A block that holds blocks, beside a button of its own. */
export abstract class BoxNode extends ElementNode {
  override getDOMSlot(element: HTMLElement): ElementDOMSlot<HTMLElement> {
    const body = element.lastElementChild;
    return super.getDOMSlot(element).withElement(body instanceof HTMLElement ? body : element);
  }

  override isShadowRoot(): boolean {
    return true;
  }

  override canIndent(): false {
    return false;
  }
}

/** What a box is drawn with; its button is found by this name in its dataset. */
export function createBox(buttonName: string, classes: BoxClasses): HTMLElement {
  const document = $getDocument();
  const element = document.createElement('div');
  addClassNamesToElement(element, classes.block);
  const button = document.createElement('button');
  button.type = 'button';
  button.contentEditable = 'false';
  button.dataset[buttonName] = '';
  addClassNamesToElement(button, classes.button);
  const body = document.createElement('div');
  addClassNamesToElement(body, classes.body);
  element.append(button, body);
  return element;
}

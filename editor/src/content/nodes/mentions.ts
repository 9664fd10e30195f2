import {
  $create,
  $getDocument,
  $getState,
  $setState,
  createState,
  DecoratorNode,
  type DOMConversionMap,
  type DOMExportOutput,
  isHTMLElement,
  type LexicalNode,
} from 'lexical';
import { isDocumentId } from '../../protocol/index.ts';
import { DecoratedNode } from './decoration.ts';
import { asText } from './states.ts';

const PERSON = 'data-person';
const DOCUMENT = 'data-document';

const personState = createState('person', { parse: asText(100) });
const nameState = createState('name', { parse: asText(100) });
const documentState = createState('document', {
  parse: (value) => (typeof value === 'string' && isDocumentId(value) ? value : ''),
});
const titleState = createState('title', { parse: asText(200) });

/** Somebody, by name, within a text. */
export class PersonNode extends DecoratedNode {
  override $config() {
    return this.config('person', {
      extends: DecoratorNode,
      stateConfigs: [{ stateConfig: personState }, { stateConfig: nameState }],
      importDOM: FROM_SPAN,
    });
  }

  /** Who it is, as the server or their browser knows them. */
  getPerson(): string {
    return $getState(this, personState);
  }

  /** As it was when they were mentioned. */
  getName(): string {
    return $getState(this, nameState);
  }

  override createDOM(): HTMLElement {
    return $getDocument().createElement('span');
  }

  override isInline(): true {
    return true;
  }

  override getTextContent(): string {
    return `@${this.getName()}`;
  }

  override exportDOM(): DOMExportOutput {
    const element = $getDocument().createElement('span');
    element.setAttribute(PERSON, this.getPerson());
    element.textContent = this.getTextContent();
    return { element };
  }
}

/** Another document, within a text. Its title is shown as it is now; what is stored is what it was. */
export class DocumentLinkNode extends DecoratedNode {
  override $config() {
    return this.config('document-link', {
      extends: DecoratorNode,
      stateConfigs: [{ stateConfig: documentState }, { stateConfig: titleState }],
      importDOM: FROM_LINK,
    });
  }

  getDocument(): string {
    return $getState(this, documentState);
  }

  /** As it was when it was mentioned. */
  getTitle(): string {
    return $getState(this, titleState);
  }

  override createDOM(): HTMLElement {
    return $getDocument().createElement('span');
  }

  override isInline(): true {
    return true;
  }

  override getTextContent(): string {
    return this.getTitle();
  }

  override exportDOM(): DOMExportOutput {
    const element = $getDocument().createElement('a');
    element.setAttribute(DOCUMENT, this.getDocument());
    // Without a server there are no addresses: where the app is, documents are beside each other.
    element.setAttribute('href', encodeURIComponent(this.getDocument()));
    element.textContent = this.getTitle();
    return { element };
  }
}

const FROM_SPAN: DOMConversionMap = {
  span: (element) =>
    isHTMLElement(element) && element.hasAttribute(PERSON)
      ? {
          conversion: (span: HTMLElement) => ({
            node: $createPersonNode(span.getAttribute(PERSON) ?? '', span.textContent.replace(/^@/, '')),
            forChild: () => null,
          }),
          priority: 2,
        }
      : null,
};

const FROM_LINK: DOMConversionMap = {
  a: (element) =>
    isHTMLElement(element) && isDocumentId(element.getAttribute(DOCUMENT) ?? '')
      ? {
          conversion: (link: HTMLElement) => ({
            node: $createDocumentLinkNode(link.getAttribute(DOCUMENT) ?? '', link.textContent),
            forChild: () => null,
          }),
          priority: 3,
        }
      : null,
};

export function $createPersonNode(person: string, name: string): PersonNode {
  const node = $create(PersonNode);
  $setState(node, personState, asText(100)(person));
  return $setState(node, nameState, asText(100)(name));
}

export function $isPersonNode(node: LexicalNode | null | undefined): node is PersonNode {
  return node instanceof PersonNode;
}

export function $createDocumentLinkNode(document: string, title: string): DocumentLinkNode {
  const node = $create(DocumentLinkNode);
  $setState(node, documentState, isDocumentId(document) ? document : '');
  return $setState(node, titleState, asText(200)(title));
}

export function $isDocumentLinkNode(node: LexicalNode | null | undefined): node is DocumentLinkNode {
  return node instanceof DocumentLinkNode;
}

import { isDocumentId } from '../../../protocol/index.ts';
import { stateText, withStates } from '../content-node.ts';
import { attribute, elementText, h } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';

const personFormat: NodeFormat = {
  type: 'person',
  isInline: true,
  html: (node) => [
    h('span', { dataPerson: stateText(node, 'person') }, [{ type: 'text', value: `@${stateText(node, 'name')}` }]),
  ],
  rules: [
    {
      tag: 'span',
      read(element, scope) {
        const person = attribute(element, 'dataPerson');
        if (person === null) return false;
        scope.inline(withStates('person', { person, name: elementText(element).replace(/^@/, '') }));
        return true;
      },
    },
  ],
};

/** Without a server there are no addresses: where the app is, documents are beside each other. */
const documentLinkFormat: NodeFormat = {
  type: 'document-link',
  isInline: true,
  html(node) {
    const document = stateText(node, 'document');
    const title: { type: 'text'; value: string } = { type: 'text', value: stateText(node, 'title') };
    return [h('a', { dataDocument: document, href: encodeURIComponent(document) }, [title])];
  },
  rules: [
    {
      tag: 'a',
      read(element, scope) {
        const document = attribute(element, 'dataDocument');
        if (document === null || !isDocumentId(document)) return false;
        scope.inline(withStates('document-link', { document, title: elementText(element) }));
        return true;
      },
    },
  ],
};

export const MENTION_FORMATS: readonly NodeFormat[] = [personFormat, documentLinkFormat];

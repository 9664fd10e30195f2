import { attribute, h } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';

export const tableOfContentsFormat: NodeFormat = {
  type: 'table-of-contents',
  html: () => [h('nav', { dataTableOfContents: '' })],
  rules: [
    {
      tag: 'nav',
      read(element, scope) {
        if (attribute(element, 'dataTableOfContents') === null) return false;
        scope.block({ type: 'table-of-contents' });
        return true;
      },
    },
  ],
};

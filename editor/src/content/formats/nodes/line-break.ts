import { attribute, h } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';

export const lineBreakFormat: NodeFormat = {
  type: 'linebreak',
  isInline: true,
  html: () => [h('br', {})],
  rules: [
    {
      tag: 'br',
      read(element, scope) {
        // Browsers put these behind what they copy.
        if (attribute(element, 'className') !== 'Apple-interchange-newline') scope.lineBreak();
        return true;
      },
    },
  ],
};

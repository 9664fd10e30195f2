import { h } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';

export const dividerFormat: NodeFormat = {
  type: 'horizontalrule',
  markdown: () => [{ type: 'thematicBreak' }],
  html: () => [h('hr', {})],
  rules: [
    {
      tag: 'hr',
      read(_element, scope) {
        scope.block({ type: 'horizontalrule' });
        return true;
      },
    },
  ],
};

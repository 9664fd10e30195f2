import { pageOfFrame } from '../../embeds.ts';
import { webAddress } from '../../nodes/asset-links.ts';
import { stateText, withStates } from '../content-node.ts';
import { attribute, findElement, h } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';

export const embedFormat: NodeFormat = {
  type: 'embed',
  html(node) {
    const url = webAddress(stateText(node, 'url'));
    return [h('figure', { dataEmbed: '' }, url === '' ? [] : [h('a', { href: url }, [{ type: 'text', value: url }])])];
  },
  rules: [
    {
      tag: 'figure',
      read(element, scope) {
        if (attribute(element, 'dataEmbed') === null) return false;
        const link = findElement(element, ({ tagName }) => tagName === 'a');
        scope.block(withStates('embed', { url: webAddress(link && attribute(link, 'href')) }));
        return true;
      },
    },
    {
      tag: 'iframe',
      read(element, scope) {
        const source = webAddress(attribute(element, 'src'));
        if (source !== '') scope.block(withStates('embed', { url: pageOfFrame(source) }));
        return true;
      },
    },
  ],
};

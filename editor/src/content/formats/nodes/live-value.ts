import { isValueKey } from '../../../protocol/index.ts';
import { stateText, withStates } from '../content-node.ts';
import { attribute, h } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';

/** Where there is no server, its key stands for the value. */
const liveValueFormat: NodeFormat = {
  type: 'live-value',
  isInline: true,
  html: (node) => {
    const key = stateText(node, 'value');
    return [h('span', { dataLiveValue: key }, [{ type: 'text', value: key }])];
  },
  rules: [
    {
      tag: 'span',
      read(element, scope) {
        const value = attribute(element, 'dataLiveValue');
        if (value === null || (value !== '' && !isValueKey(value))) return false;
        scope.inline(withStates('live-value', { value }));
        return true;
      },
    },
  ],
};

const sparklineFormat: NodeFormat = {
  type: 'sparkline',
  html: (node) => [h('figure', { dataSparkline: stateText(node, 'value') })],
  rules: [
    {
      tag: 'figure',
      read(element, scope) {
        const value = attribute(element, 'dataSparkline');
        if (value === null || (value !== '' && !isValueKey(value))) return false;
        scope.block(withStates('sparkline', { value }));
        return true;
      },
    },
  ],
};

export const LIVE_VALUE_FORMATS: readonly NodeFormat[] = [liveValueFormat, sparklineFormat];

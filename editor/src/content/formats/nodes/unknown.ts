import type { Element } from 'hast';
import { UNKNOWN_BLOCK, UNKNOWN_INLINE } from '../../nodes/unknown.ts';
import { statesOf } from '../content-node.ts';
import { attribute, h } from '../html/element.ts';
import type { HtmlRule, NodeFormat } from '../node-format.ts';

/** What only a newer version knows goes along as it is, for that version to read. */
const unknownFormat = (type: string, tag: 'div' | 'span', isInline: boolean): NodeFormat => {
  const rule: HtmlRule = {
    tag,
    read(element, scope) {
      const parcel = parcelOf(element);
      if (parcel === null) return false;
      const node = { type, $: { parcel } };
      if (isInline) scope.inline(node);
      else scope.block(node);
      return true;
    },
  };
  return {
    type,
    isInline,
    html: (node) => [h(tag, { dataUnknown: JSON.stringify(statesOf(node).parcel ?? null) })],
    rules: [rule],
  };
};

export const UNKNOWN_FORMATS: readonly NodeFormat[] = [
  unknownFormat(UNKNOWN_BLOCK, 'div', false),
  unknownFormat(UNKNOWN_INLINE, 'span', true),
];

function parcelOf(element: Element): unknown {
  const text = attribute(element, 'dataUnknown');
  if (text === null) return null;
  try {
    const parcel: unknown = JSON.parse(text);
    return typeof parcel === 'object' && !Array.isArray(parcel) ? parcel : null;
  } catch {
    return null;
  }
}

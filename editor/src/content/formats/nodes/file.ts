import { type ContentNode, stateNumber, stateText, withStates } from '../content-node.ts';
import { attribute, elementText, h } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';
import { addressWith, readAddressWith } from './asset-address.ts';

/** A link by which the file is had. Only what we wrote and have the bytes of becomes a file again. */
export const fileFormat: NodeFormat = {
  type: 'file',
  html(node, { assets }) {
    const asset = stateText(node, 'asset');
    const name = stateText(node, 'name');
    const mediaType = stateText(node, 'mediaType');
    const link = h(
      'a',
      {
        ...(asset === '' ? {} : { href: addressWith(assets.addressOf(asset), { name }) }),
        download: name,
        dataFileSize: String(stateNumber(node, 'size')),
        ...(mediaType === '' ? {} : { type: mediaType }),
      },
      [{ type: 'text', value: name }],
    );
    return [h('p', {}, [link])];
  },
  rules: [
    {
      tag: 'a',
      read(element, scope) {
        const size = attribute(element, 'dataFileSize');
        if (size === null) return false;
        const { asset } = readAddressWith(attribute(element, 'href') ?? '', scope.assets);
        if (asset === '') return false;
        scope.block(
          fileOf(asset, attribute(element, 'download') || elementText(element), size, attribute(element, 'type') ?? ''),
        );
        return true;
      },
    },
  ],
};

function fileOf(asset: string, name: string, size: string, mediaType: string): ContentNode {
  const bytes = Number(size);
  return withStates('file', { asset, name, size: Number.isSafeInteger(bytes) && bytes > 0 ? bytes : 0, mediaType });
}

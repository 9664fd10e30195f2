import type { Element } from 'hast';
import type { Image } from 'mdast';
import { isEmoji } from '../../emoji.ts';
import { type AssetLinks, webAddress } from '../../nodes/asset-links.ts';
import { type ContentNode, stateNumber, statesOf, stateText, withStates } from '../content-node.ts';
import { attribute, elementText, findElement, h } from '../html/element.ts';
import type { Scope } from '../html/scope.ts';
import type { NodeFormat } from '../node-format.ts';
import { addressWith, readAddressWith } from './asset-address.ts';

/** In Markdown the caption is the title. What there is no place for there, width and side, makes it an `img`. */
export const imageFormat: NodeFormat = {
  type: 'image',
  markdown(node, { assets }) {
    if (stateNumber(node, 'width') > 0 || (stateText(node, 'align') || 'center') !== 'center') return null;
    const url = sourceOf(node, assets);
    if (url === '') return null;
    const image: Image = { type: 'image', url, alt: stateText(node, 'alt'), title: stateText(node, 'caption') || null };
    return [{ type: 'paragraph', children: [image] }];
  },
  html(node, { assets }) {
    const width = stateNumber(node, 'width');
    const align = stateText(node, 'align');
    const image = h('img', {
      src: sourceOf(node, assets),
      alt: stateText(node, 'alt'),
      ...(width > 0 ? { width } : {}),
      ...(align !== '' && align !== 'center' ? { dataAlign: align } : {}),
    });
    const caption = stateText(node, 'caption');
    return [caption === '' ? image : h('figure', {}, [image, h('figcaption', {}, [{ type: 'text', value: caption }])])];
  },
  rules: [
    {
      tag: 'img',
      read(element, scope) {
        const alt = attribute(element, 'alt') ?? '';
        if (isEmoji(alt)) scope.words(alt);
        else if (isSeen(element)) readImage(element, attribute(element, 'title') ?? '', scope);
        return true;
      },
    },
    {
      tag: 'figure',
      read(element, scope) {
        const image = findElement(element, ({ tagName }) => tagName === 'img');
        const caption = findElement(element, ({ tagName }) => tagName === 'figcaption');
        if (image === undefined || caption === undefined || !isSeen(image)) return false;
        const others = findElement(
          element,
          (each) => (each.tagName === 'img' && each !== image) || each.tagName === 'table',
        );
        if (others !== undefined) return false;
        readImage(image, elementText(caption).replace(/\s+/g, ' ').trim(), scope);
        return true;
      },
    },
  ],
  handlers: {
    image(state, node: Image) {
      const element = h('img', { src: node.url, alt: node.alt ?? '', ...(node.title ? { title: node.title } : {}) });
      state.patch(node, element);
      return element;
    },
  },
};

function sourceOf(node: ContentNode, assets: AssetLinks): string {
  const asset = stateText(node, 'asset');
  if (asset === '') return webAddress(stateText(node, 'url'));
  const { width, height } = Object(statesOf(node).pixels) as { width?: unknown; height?: unknown };
  return addressWith(assets.addressOf(asset), {
    name: stateText(node, 'name'),
    pixels: typeof width === 'number' && typeof height === 'number' ? `${width}x${height}` : '',
  });
}

/** Not pictures of one pixel, by which mail is tracked, nor those that stand in for something that is read anyway. */
function isSeen(image: Element): boolean {
  const [width, height] = [attribute(image, 'width'), attribute(image, 'height')].map(Number);
  return width !== 1 && height !== 1 && attribute(image, 'ariaHidden') !== 'true';
}

function readImage(image: Element, caption: string, scope: Scope): void {
  const source = attribute(image, 'src') ?? '';
  const { asset, details } = readAddressWith(source, scope.assets);
  const url = asset === '' ? webAddress(source) : '';
  const alt = attribute(image, 'alt') ?? '';
  if (asset === '' && url === '') {
    scope.notes.add('picture-without-source', image.position?.start.line);
    if (alt === '') return;
  }
  const [, wide, high] = /^(\d{1,6})x(\d{1,6})$/.exec(details.get('pixels') ?? '') ?? [];
  const width = Number.parseInt(attribute(image, 'width') ?? '', 10);
  const align = attribute(image, 'dataAlign');
  const states = {
    asset,
    url,
    name: details.get('name') ?? '',
    alt,
    caption,
    width: Number.isSafeInteger(width) && width > 0 ? width : 0,
    align: align === 'left' || align === 'right' ? align : '',
    pixels: wide === undefined ? undefined : { width: Number(wide), height: Number(high) },
  };
  scope.block(withStates('image', states));
}

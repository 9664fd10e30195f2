import type { ElementContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import type { AssetLinks } from '../../nodes/asset-links.ts';
import { type ContentNode, childrenOf } from '../content-node.ts';
import type { Formats } from '../formats.ts';
import type { HtmlWriter } from '../node-format.ts';
import { colorOf } from '../nodes/block-color.ts';
import { insetOf } from '../nodes/inset.ts';
import { h } from './element.ts';
import { writeLine } from './write-line.ts';

export function createHtmlWriter(formats: Formats, assets: AssetLinks): HtmlWriter {
  const write: HtmlWriter = {
    assets,
    isLine: (nodes) => nodes.every(({ type }) => WORDS.has(type) || formats.isInline(type)),
    blocks: (nodes) =>
      nodes.flatMap((node) => placed(node, formats.of(node.type)?.html(node, write, []) ?? unknown(node))),
    phrasing: (nodes) => writeLine(nodes, formats, write),
  };
  /** A kind that isn't known here says what it holds. */
  const unknown = (node: ContentNode): ElementContent[] => {
    const children = childrenOf(node);
    if (children.length === 0 && typeof node.text !== 'string') return [];
    return write.isLine(children) ? [h('p', {}, write.phrasing(children))] : write.blocks(children);
  };
  return write;
}

/** Whatever kind a block is, it may have a colour, and belong to an item of a list. */
function placed(node: ContentNode, elements: readonly ElementContent[]): ElementContent[] {
  const color = colorOf(node);
  const inset = insetOf(node);
  if (color === '' && inset === 0) return [...elements];
  const said = { ...(color === '' ? {} : { dataColor: color }), ...(inset === 0 ? {} : { dataInset: inset }) };
  return elements.map((element) =>
    element.type === 'element' ? { ...element, properties: { ...element.properties, ...said } } : element,
  );
}

const WORDS = new Set(['text', 'tab', 'code-highlight']);

export function htmlText(elements: readonly ElementContent[]): string {
  return toHtml([...elements], { closeSelfClosing: false, characterReferences: { useShortestReferences: false } });
}

/** As one block of Markdown, which an empty line would end. */
export function htmlBlock(elements: readonly ElementContent[]): string {
  return htmlText(elements)
    .replaceAll('\n', '&#10;')
    .replace(/<(?:table|\/tr|\/thead|tbody)[^>]*>(?=.)/g, '$&\n');
}

/** Among words of Markdown, where the words in it mustn't be read as Markdown. */
export function htmlInLine(elements: readonly ElementContent[]): string {
  return onOneLine(toHtml(elements.map(withoutMarks) as ElementContent[], { allowDangerousHtml: true }));
}

function withoutMarks(node: ElementContent): ElementContent {
  if (node.type === 'element') return { ...node, children: node.children.map(withoutMarks) };
  if (node.type !== 'text') return node;
  const value = node.value.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`);
  return { type: 'raw', value } as unknown as ElementContent;
}

/** In a table a bar would end the cell, even here. */
function onOneLine(html: string): string {
  return html.replaceAll('\n', '&#10;').replaceAll('|', '&#124;');
}

/** The two halves of an element, for what stands between them in Markdown. */
export function htmlTags(element: ElementContent): readonly [open: string, close: string] {
  const text = onOneLine(htmlText([element]));
  const close = text.lastIndexOf('</');
  return close === -1 ? [text, ''] : [text.slice(0, close), text.slice(close)];
}

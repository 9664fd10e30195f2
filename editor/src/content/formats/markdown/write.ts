import type { Root } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { mathToMarkdown } from 'mdast-util-math';
import { defaultHandlers, type Options, toMarkdown } from 'mdast-util-to-markdown';
import type { AssetLinks } from '../../nodes/asset-links.ts';
import { type ContentNode, childrenOf } from '../content-node.ts';
import type { Formats } from '../formats.ts';
import { createHtmlWriter, htmlBlock } from '../html/write.ts';
import type { MarkdownBlock, MarkdownWriter } from '../node-format.ts';
import { colorOf } from '../nodes/block-color.ts';
import { folded } from '../nodes/fold-insets.ts';
import { insetOf } from '../nodes/inset.ts';
import { isPlainList } from '../nodes/list.ts';
import { writeLine } from './write-line.ts';

const OPTIONS: Options = {
  bullet: '-',
  bulletOther: '*',
  emphasis: '*',
  strong: '*',
  rule: '-',
  fences: true,
  listItemIndent: 'one',
  extensions: [gfmToMarkdown({ tablePipeAlign: false }), mathToMarkdown()],
  handlers: {
    text(node, parent, state, info) {
      const text = defaultHandlers.text(node, parent, state, info);
      // Addresses of links aren't escaped.
      if (state.stack.includes('autolink')) return text;
      return (
        text
          // Within a word an underscore is no mark, and is found in names more often than anywhere else.
          .replace(/(?<=[\p{L}\p{N}])\\_(?=[\p{L}\p{N}])/gu, '_')
          // Of two that share a letter the library sees one.
          .replace(/(?<=[+\-.\w])@(?=[-.\w])/g, '\\@')
      );
    },
  },
};

/** Blocks as Markdown. */
export function writeMarkdown(nodes: readonly ContentNode[], formats: Formats, assets: AssetLinks): string {
  const root: Root = { type: 'root', children: createMarkdownWriter(formats, assets).blocks(nodes) };
  return toMarkdown(root, OPTIONS);
}

function createMarkdownWriter(formats: Formats, assets: AssetLinks): MarkdownWriter {
  const html = createHtmlWriter(formats, assets);
  const write: MarkdownWriter = {
    assets,
    html,
    isLine: html.isLine,
    blocks: (nodes) =>
      folded(nodes, isPlainList).flatMap((node) => {
        const isSayable = colorOf(node) === '' && insetOf(node) === 0;
        return (isSayable && formats.of(node.type)?.markdown?.(node, write)) || asHtml(node);
      }),
    phrasing: (nodes, { onOneLine = false } = {}) => writeLine(nodes, { formats, markdown: write, html, onOneLine }),
  };
  const asHtml = (node: ContentNode): MarkdownBlock[] => {
    const format = formats.of(node.type);
    if (format !== undefined) return [{ type: 'html', value: htmlBlock(html.blocks([node])) }];
    const children = childrenOf(node);
    if (children.length === 0) return [];
    return write.isLine(children)
      ? [{ type: 'paragraph', children: write.phrasing(children) }]
      : write.blocks(children);
  };
  return write;
}

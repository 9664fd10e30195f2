import { type ContentNode, childrenOf, plainText, stateText, textField } from './content-node.ts';
import type { FormatOptions } from './convert.ts';
import type { NodeFormat } from './node-format.ts';
import { codeLines } from './nodes/code.ts';
import { isListNode, listTypeOf } from './nodes/list-parts.ts';
import { gridOf } from './nodes/table-grid.ts';

/** The words of blocks, and what of their order words can show: lists, cells, empty lines between blocks. */
export function toPlainText(blocks: readonly ContentNode[], { nodes = [] }: Pick<FormatOptions, 'nodes'> = {}): string {
  const own = new Map(nodes.map((format) => [format.type, format]));
  const text = blocks.map((block) => textOfBlock(block, own)).join('\n\n');
  return text === '' ? '' : `${text}\n`;
}

/** An embedder's own kinds of nodes, by type. */
type Own = ReadonlyMap<string, NodeFormat>;

function textOfBlock(block: ContentNode, own: Own): string {
  const said = own.get(block.type)?.text?.(block);
  if (said !== undefined) return said;
  if (isListNode(block)) return linesOfList(block, '', own).join('\n');
  if (block.type === 'grid') return textOfTable(block, own);
  if (block.type === 'image') return stateText(block, 'caption') || stateText(block, 'alt');
  if (block.type === 'file') return stateText(block, 'name');
  if (block.type === 'embed') return stateText(block, 'url');
  if (block.type === 'equation') return stateText(block, 'tex');
  if (block.type === 'horizontalrule') return '---';
  if (block.type === 'sparkline') return stateText(block, 'value');
  const children = childrenOf(block);
  return children.some((child) => isBlock(child, own))
    ? children.map((child) => textOfBlock(child, own)).join('\n\n')
    : textOfLine(children, own);
}

function isBlock(node: ContentNode, own: Own): boolean {
  const format = own.get(node.type);
  return isListNode(node) || BLOCKS.has(node.type) || (format !== undefined && format.isInline !== true);
}

const BLOCKS = new Set([
  'paragraph',
  'heading',
  'quote',
  'code',
  'grid',
  'callout',
  'toggle',
  'image',
  'file',
  'embed',
  'equation',
  'horizontalrule',
  'sparkline',
]);

function textOfLine(nodes: readonly ContentNode[], own: Own): string {
  return nodes.map((node) => textOfInline(node, own)).join('');
}

function textOfInline(node: ContentNode, own: Own): string {
  const said = own.get(node.type)?.text?.(node);
  if (said !== undefined) return said;
  if (node.type === 'inline-equation') return stateText(node, 'tex');
  if (node.type === 'person') return `@${stateText(node, 'name')}`;
  if (node.type === 'document-link') return stateText(node, 'title');
  if (node.type === 'live-value') return stateText(node, 'value');
  const words = node.children === undefined ? plainText(node) : textOfLine(childrenOf(node), own);
  const url = node.type === 'link' ? textField(node, 'url') : '';
  return url === '' || url === words ? words : `${words} (${url})`;
}

function linesOfList(list: ContentNode, indent: string, own: Own): string[] {
  const type = listTypeOf(list);
  let number = typeof list.start === 'number' ? list.start : 1;
  return childrenOf(list).flatMap((item) => {
    const words = childrenOf(item).filter((child) => !isListNode(child));
    const sign =
      type === 'number' ? `${number}. ` : type === 'check' ? (item.checked === true ? '[x] ' : '[ ] ') : '- ';
    const hasWords = words.length > 0 || childrenOf(item).length === 0;
    if (hasWords) number++;
    const lines = hasWords ? [`${indent}${sign}${textOfLine(words, own).replaceAll('\n', `\n${indent}  `)}`] : [];
    return [
      ...lines,
      ...childrenOf(item)
        .filter(isListNode)
        .flatMap((inner) => linesOfList(inner, `${indent}  `, own)),
    ];
  });
}

function textOfTable(table: ContentNode, own: Own): string {
  return gridOf(table)
    .rows.map((cells) => cells.map(({ cell }) => (cell === null ? '' : textOfCell(cell, own))).join('\t'))
    .join('\n');
}

function textOfCell(cell: ContentNode, own: Own): string {
  return childrenOf(cell)
    .map((block) => textOfBlock(block, own))
    .join(' ')
    .replace(/\s+/g, ' ');
}

/** Lines of one paragraph at most. What has more is no paragraph but a log or a list, and nobody could write in it. */
const MOST_LINES = 200;

/** Text as blocks: an empty line ends a paragraph, any other end of a line is one in it. */
export function fromPlainText(text: string): ContentNode[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n\s*/)
    .map((words) => words.replace(/^\n+|\n+$/g, ''))
    .filter((words) => words !== '')
    .flatMap((words) =>
      words.split('\n', MOST_LINES + 1).length > MOST_LINES ? linesOf(words) : [paragraphOf(words)],
    );
}

/** Text as blocks, a paragraph for each line. */
export function linesOf(text: string): ContentNode[] {
  return text.split(/\r\n?|\n/).map(paragraphOf);
}

function paragraphOf(words: string): ContentNode {
  return { type: 'paragraph', children: codeLines(words) };
}

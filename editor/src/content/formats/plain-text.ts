import { type ContentNode, childrenOf, plainText, stateText, textField } from './content-node.ts';
import { codeLines } from './nodes/code.ts';
import { isListNode, listTypeOf } from './nodes/list-parts.ts';
import { gridOf } from './nodes/table-grid.ts';

/** The words of blocks, and what of their order words can show: lists, cells, empty lines between blocks. */
export function toPlainText(blocks: readonly ContentNode[]): string {
  const text = blocks.map(textOfBlock).join('\n\n');
  return text === '' ? '' : `${text}\n`;
}

function textOfBlock(block: ContentNode): string {
  if (isListNode(block)) return linesOfList(block, '').join('\n');
  if (block.type === 'grid') return textOfTable(block);
  if (block.type === 'image') return stateText(block, 'caption') || stateText(block, 'alt');
  if (block.type === 'file') return stateText(block, 'name');
  if (block.type === 'embed') return stateText(block, 'url');
  if (block.type === 'equation') return stateText(block, 'tex');
  if (block.type === 'horizontalrule') return '---';
  if (block.type === 'sparkline') return stateText(block, 'value');
  const children = childrenOf(block);
  return children.some(isBlock) ? children.map(textOfBlock).join('\n\n') : textOfLine(children);
}

function isBlock(node: ContentNode): boolean {
  return isListNode(node) || BLOCKS.has(node.type);
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

function textOfLine(nodes: readonly ContentNode[]): string {
  return nodes.map(textOfInline).join('');
}

function textOfInline(node: ContentNode): string {
  if (node.type === 'inline-equation') return stateText(node, 'tex');
  if (node.type === 'person') return `@${stateText(node, 'name')}`;
  if (node.type === 'document-link') return stateText(node, 'title');
  if (node.type === 'live-value') return stateText(node, 'value');
  const words = node.children === undefined ? plainText(node) : textOfLine(childrenOf(node));
  const url = node.type === 'link' ? textField(node, 'url') : '';
  return url === '' || url === words ? words : `${words} (${url})`;
}

function linesOfList(list: ContentNode, indent: string): string[] {
  const type = listTypeOf(list);
  let number = typeof list.start === 'number' ? list.start : 1;
  return childrenOf(list).flatMap((item) => {
    const own = childrenOf(item).filter((child) => !isListNode(child));
    const sign =
      type === 'number' ? `${number}. ` : type === 'check' ? (item.checked === true ? '[x] ' : '[ ] ') : '- ';
    const hasOwn = own.length > 0 || childrenOf(item).length === 0;
    if (hasOwn) number++;
    const lines = hasOwn ? [`${indent}${sign}${textOfLine(own).replaceAll('\n', `\n${indent}  `)}`] : [];
    return [
      ...lines,
      ...childrenOf(item)
        .filter(isListNode)
        .flatMap((inner) => linesOfList(inner, `${indent}  `)),
    ];
  });
}

function textOfTable(table: ContentNode): string {
  return gridOf(table)
    .rows.map((cells) => cells.map(({ cell }) => (cell === null ? '' : textOfCell(cell))).join('\t'))
    .join('\n');
}

function textOfCell(cell: ContentNode): string {
  return childrenOf(cell).map(textOfBlock).join(' ').replace(/\s+/g, ' ');
}

/** Text as blocks: an empty line ends a paragraph, any other end of a line is one in it. */
export function fromPlainText(text: string): ContentNode[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n\s*/)
    .map((words) => words.replace(/^\n+|\n+$/g, ''))
    .filter((words) => words !== '')
    .map((words) => ({ type: 'paragraph', children: codeLines(words) }));
}

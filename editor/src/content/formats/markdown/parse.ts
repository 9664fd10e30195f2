import type { Element, ElementContent, Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import type { Root as MarkdownRoot, Nodes, Text } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { mathFromMarkdown } from 'mdast-util-math';
import { type Handlers, toHast } from 'mdast-util-to-hast';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { Formats } from '../formats.ts';
import { parseHtml } from '../html/parse.ts';
import { MOST_LEVELS, UnreadableError } from '../unreadable.ts';
import { GFM } from './gfm.ts';

/**
 * The HTML that a Markdown text stands for, HTML inside it included, as a tree. White space within words is still to be
 * read as Markdown's. Throws `UnreadableError`.
 */
export function parseMarkdown(text: string, formats: Formats): Root {
  const markdown = parseMarkdownTree(text);
  formats.readTree(markdown, text);
  renameBreaks(markdown);
  const html = toHast(markdown, {
    allowDangerousHtml: true,
    handlers: { ...HANDLERS, ...formats.handlers },
    file: { value: text } as never,
  });
  const root: Root = html.type === 'root' ? html : { type: 'root', children: html.type === 'doctype' ? [] : [html] };
  dropNewlines(root);
  return holdsHtml(markdown) ? parseHtml(toHtml(root, { allowDangerousHtml: true })) : root;
}

/** Behind a break by its common name spaces are dropped, written out as `&#x20;` though they are. */
const BREAK = 'lineBreak';

function renameBreaks(node: Nodes): void {
  if (node.type === 'break') (node as { type: string }).type = BREAK;
  if ('children' in node) node.children.forEach(renameBreaks);
}

/** The newlines between elements, which would count as white space of the words beside them. */
function dropNewlines(node: Root | Element): void {
  node.children = (node.children as ElementContent[]).filter((child) => child.type !== 'text' || child.value !== '\n');
  for (const child of node.children) if (child.type === 'element' && child.tagName !== 'pre') dropNewlines(child);
}

function parseMarkdownTree(text: string): MarkdownRoot {
  refuseIndent(text);
  const tree = fromMarkdown(text, { extensions: [gfm(), math()], mdastExtensions: [...GFM, mathFromMarkdown()] });
  refuseDepth(tree);
  return tree;
}

/** In a list two columns are two levels, the list's and its item's. To find out by parsing takes the cube of them. */
function refuseIndent(text: string): void {
  for (const [indent] of text.matchAll(/^[ \t>]{128,}(?=[-*+]|\d)/gm)) {
    if (indent.replaceAll('\t', '    ').length > MOST_LEVELS) throw new UnreadableError('depth');
  }
}

/** What comes after goes down the tree by calling itself. */
function refuseDepth(root: MarkdownRoot): void {
  let level: Nodes[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) throw new UnreadableError('depth');
    level = level.flatMap((node): Nodes[] => ('children' in node ? node.children : []));
  }
}

function holdsHtml(node: Nodes): boolean {
  return node.type === 'html' || ('children' in node && node.children.some(holdsHtml));
}

const HANDLERS: Handlers = {
  text(state, node: Text) {
    // The end of a line in the source is a space; the newlines that are left stand between blocks.
    const result = { type: 'text' as const, value: node.value.replace(/[\r\n]+/g, ' ') };
    state.patch(node, result);
    return result;
  },
};
Object.assign(HANDLERS, { [BREAK]: () => ({ type: 'element', tagName: 'br', properties: {}, children: [] }) });

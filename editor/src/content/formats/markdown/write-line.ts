import type { PhrasingContent, Text } from 'mdast';
import type { InlineMath } from 'mdast-util-math';
import { type ContentNode, textField } from '../content-node.ts';
import type { Formats } from '../formats.ts';
import { h } from '../html/element.ts';
import { htmlInLine, htmlTags, htmlText } from '../html/write.ts';
import { markElement, styleElement } from '../html/write-line.ts';
import { bridged, type LineLeaf, type LineSpan, leavesOf } from '../inline/leaves.ts';
import { type Nested, nest } from '../inline/nest.ts';
import { sourceOf } from '../inline/source.ts';
import type { HtmlWriter, MarkdownWriter } from '../node-format.ts';
import { firstSide, isRead, lastSide } from './flanking.ts';
import { trimMarks } from './trim-marks.ts';

export interface Line {
  readonly formats: Formats;
  readonly markdown: MarkdownWriter;
  readonly html: HtmlWriter;
  /** Where a line can't be broken. */
  readonly onOneLine: boolean;
}

const MARKS = { bold: 'strong', italic: 'emphasis', strikethrough: 'delete' } as const;

/** The words of a block as Markdown; what it has no marks for is put between HTML's. */
export function writeLine(nodes: readonly ContentNode[], line: Line): PhrasingContent[] {
  const leaves = bridged(trimMarks(leavesOf(nodes, line.formats.isInline)));
  const written = mend(writeSiblings(nest<LineSpan, LineLeaf>(leaves), line, true), line.onOneLine);
  // The last line break of a block is none, in HTML as here.
  return leaves.at(-1)?.node?.type === 'linebreak' ? [...written, HTML_BREAK] : written;
}

function writeSiblings(siblings: readonly Nested<LineSpan, LineLeaf>[], line: Line, isTop: boolean): PhrasingContent[] {
  const written: PhrasingContent[] = [];
  const edge = isTop ? 'space' : 'punctuation';
  for (const [i, sibling] of siblings.entries()) {
    if (sibling.leaf !== undefined) {
      written.push(...writeLeaf(sibling.leaf, line));
      continue;
    }
    const { span } = sibling;
    const inner = writeSiblings(sibling.inner, line, false);
    if (inner.length === 0) continue;
    if (span.kind === 'mark' && span.mark === 'code') {
      written.push(...inner);
    } else if (span.kind === 'element') {
      written.push(...writeElement(span.node, inner, line));
    } else {
      const next = siblings[i + 1];
      const after =
        next === undefined
          ? edge
          : next.leaf === undefined
            ? 'punctuation'
            : firstSide(writeLeaf(next.leaf, line), edge);
      const type = span.kind === 'mark' ? MARKS[span.mark as keyof typeof MARKS] : undefined;
      const sitsWell =
        isRead(lastSide(written, edge), firstSide(inner, edge)) &&
        isRead(after, lastSide(inner, edge)) &&
        !isMark(written.at(-1));
      if (type !== undefined && sitsWell) written.push({ type, children: inner });
      else {
        const [open, close] = htmlTags(
          span.kind === 'mark' ? markElement(span.mark, []) : styleElement(span.style, []),
        );
        written.push({ type: 'html', value: open }, ...inner, { type: 'html', value: close });
      }
    }
  }
  return written;
}

/** Two marks of stars side by side would be read as one. */
function isMark(node: PhrasingContent | undefined): boolean {
  return node?.type === 'strong' || node?.type === 'emphasis' || node?.type === 'delete';
}

function writeElement(node: ContentNode, inner: PhrasingContent[], line: Line): PhrasingContent[] {
  const format = line.formats.of(node.type);
  const markdown = format?.phrasing?.(node, inner, line.markdown);
  if (markdown) return markdown;
  const [element] = format?.html(node, line.html, []) ?? [];
  if (element === undefined) return inner;
  const [open, close] = htmlTags(element);
  return [{ type: 'html', value: open }, ...inner, { type: 'html', value: close }];
}

function writeLeaf(leaf: LineLeaf, line: Line): PhrasingContent[] {
  const { node } = leaf;
  if (node === null) {
    const isCode = leaf.spans.some(({ key }) => key === 'code');
    if (!isCode) return [{ type: 'text', value: leaf.text }];
    return line.onOneLine && leaf.text.includes('\\|')
      ? codeInCell(leaf.text)
      : [{ type: 'inlineCode', value: leaf.text }];
  }
  if (node.type === 'linebreak') return [{ type: 'break' }];
  const source = sourceOf(node);
  if (source?.kind === 'comment') {
    const comment = textField(node, 'text');
    // Where a line or a cell would end in it, it goes out as an element that says it.
    const isSafe = !/[\r\n|]/.test(comment);
    return [{ type: 'html', value: isSafe ? comment : htmlInLine([h('span', { dataMarkdown: comment }, [])]) }];
  }
  if (source?.kind === 'reference') {
    return [{ type: 'footnoteReference', identifier: source.label, label: source.label }];
  }
  if (source !== null) return [{ type: 'text', value: textField(node, 'text') }];
  const format = line.formats.of(node.type);
  const markdown = format?.phrasing?.(node, [], line.markdown);
  if (markdown) return markdown;
  return [{ type: 'html', value: htmlInLine(format?.html(node, line.html, []) ?? []) }];
}

/** In a cell a backslash before a bar is one that escapes it, in code too. */
function codeInCell(value: string): PhrasingContent[] {
  const [open, close] = htmlTags(markElement('code', []));
  return [
    { type: 'html', value: open },
    { type: 'text', value },
    { type: 'html', value: close },
  ];
}

const HTML_BREAK: PhrasingContent = { type: 'html', value: htmlText([h('br', {})]) };

/** Before a digit a single dollar is one of money. */
function isMoney(node: PhrasingContent | undefined, next: PhrasingContent | undefined): node is InlineMath {
  return node?.type === 'inlineMath' && next?.type === 'text' && /^\d/.test(next.value);
}

/** Line breaks and equations that wouldn't be read as such where they stand: at the end, before HTML, on one line. */
function mend(nodes: readonly PhrasingContent[], onOneLine: boolean): PhrasingContent[] {
  const within = nodes.map((node, i): PhrasingContent => {
    if ('children' in node) return { ...node, children: mend(node.children, onOneLine) } as PhrasingContent;
    return isMoney(node, nodes[i + 1]) ? { type: 'html', value: `$$${node.value}$$` } : node;
  });
  // The dollars of two equations side by side would be read together; what isn't HTML's would end a line before it.
  const apart = within.flatMap((node, i) =>
    (isEquation(nodes[i]) && isEquation(nodes[i - 1])) || (i === 0 && isMoney(nodes[i], nodes[1]))
      ? [NOTHING, node]
      : [node],
  );
  const led = apart.flatMap((node, i) => (isComment(node) && isStart(apart[i - 1]) ? [NOTHING, node] : [node]));
  const said = led.flatMap((node, i): PhrasingContent[] =>
    isColon(node) && led[i - 1]?.type === 'footnoteReference' && isStart(led[i - 2])
      ? [
          { type: 'html', value: '\\:' },
          { type: 'text', value: node.value.slice(1) },
        ]
      : [node],
  );
  const lastSeen = said.findLastIndex(({ type }) => type !== 'break');
  return said.map((node, i): PhrasingContent => {
    if (node.type !== 'break') return node;
    const isPlain = !onOneLine && i < lastSeen && said[i + 1]?.type !== 'html';
    return isPlain ? node : HTML_BREAK;
  });
}

const NOTHING: PhrasingContent = { type: 'html', value: '<span></span>' };

/** With one a line would be HTML as a whole. */
function isComment(node: PhrasingContent | undefined): boolean {
  return node?.type === 'html' && node.value.startsWith('<!--');
}

/** Behind a sign that refers to a footnote, at the start of a line, it would make it the footnote itself. */
function isColon(node: PhrasingContent): node is Text {
  return node.type === 'text' && node.value.startsWith(':');
}

function isStart(before: PhrasingContent | undefined): boolean {
  return before === undefined || before.type === 'break';
}

function isEquation(node: PhrasingContent | undefined): boolean {
  return node?.type === 'inlineMath';
}

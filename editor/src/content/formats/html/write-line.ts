import type { Element, ElementContent } from 'hast';
import type { TextFormatType } from 'lexical';
import { type ContentNode, textField } from '../content-node.ts';
import type { Formats } from '../formats.ts';
import { bridged, type LineLeaf, type LineSpan, leavesOf } from '../inline/leaves.ts';
import { type Nested, nest } from '../inline/nest.ts';
import { sourceOf } from '../inline/source.ts';
import type { HtmlWriter } from '../node-format.ts';
import { h } from './element.ts';
import { STYLED } from './text-style.ts';

const TAGS: Readonly<Record<TextFormatType, readonly [tag: string, style?: string]>> = {
  bold: ['strong'],
  italic: ['em'],
  underline: ['u'],
  strikethrough: ['s'],
  code: ['code'],
  subscript: ['sub'],
  superscript: ['sup'],
  highlight: ['mark'],
  lowercase: ['span', 'text-transform: lowercase'],
  uppercase: ['span', 'text-transform: uppercase'],
  capitalize: ['span', 'text-transform: capitalize'],
};

/** The element that makes what is in it look so. */
export function markElement(mark: TextFormatType, inner: ElementContent[]): Element {
  const [tag, style] = TAGS[mark];
  return h(tag, style === undefined ? {} : { style }, inner);
}

export function styleElement(style: string, inner: ElementContent[]): Element {
  return h('span', { style, [STYLED]: '' }, inner);
}

/** The words of a block as HTML. A block that is empty or ends in a line break ends in one more, which keeps it open. */
export function writeLine(nodes: readonly ContentNode[], formats: Formats, write: HtmlWriter): ElementContent[] {
  const leaves = bridged(leavesOf(nodes, formats.isInline));
  const last = leaves.at(-1);
  const lossy = leavesThatLoseSpace(leaves);
  const written = nest<LineSpan, LineLeaf>(leaves).flatMap((nested) => writeNested(nested, { lossy, formats, write }));
  if (last === undefined || last.node?.type === 'linebreak') written.push(h('br', {}));
  return written;
}

interface Line {
  readonly lossy: ReadonlySet<LineLeaf>;
  readonly formats: Formats;
  readonly write: HtmlWriter;
}

function writeNested(nested: Nested<LineSpan, LineLeaf>, line: Line): ElementContent[] {
  if (nested.leaf !== undefined) return writeLeaf(nested.leaf, line);
  const inner = nested.inner.flatMap((each) => writeNested(each, line));
  const { span } = nested;
  if (span.kind === 'mark') return [markElement(span.mark, inner)];
  if (span.kind === 'style') return [styleElement(span.style, inner)];
  return line.formats.of(span.node.type)?.html(span.node, line.write, inner) ?? inner;
}

function writeLeaf(leaf: LineLeaf, line: Line): ElementContent[] {
  if (leaf.node === null) {
    const text: ElementContent = { type: 'text', value: leaf.text };
    return [line.lossy.has(leaf) ? h('span', { style: 'white-space: pre-wrap' }, [text]) : text];
  }
  if (leaf.node.type === 'linebreak') return [h('br', {})];
  const source = sourceOf(leaf.node);
  if (source !== null) {
    const value = textField(leaf.node, 'text');
    return [h('span', { dataMarkdown: value }, source.kind === 'comment' ? [] : [{ type: 'text', value }])];
  }
  return line.formats.of(leaf.node.type)?.html(leaf.node, line.write, []) ?? [];
}

/** The words of which HTML would show less white space than there is. */
function leavesThatLoseSpace(leaves: readonly LineLeaf[]): ReadonlySet<LineLeaf> {
  const isEdge = (other: LineLeaf | undefined) => other === undefined || other.node?.type === 'linebreak';
  return new Set(
    leaves.filter(({ text }, i) => {
      if (/[ \t\r\n\f]{2}|[\t\r\n\f]/.test(text)) return true;
      // A paragraph of it alone is how others write an empty one.
      if (text === '\u00a0' && leaves.length === 1) return true;
      const before = leaves[i - 1];
      if (text.startsWith(' ') && (isEdge(before) || before?.text.endsWith(' '))) return true;
      return text.endsWith(' ') && isEdge(leaves[i + 1]);
    }),
  );
}

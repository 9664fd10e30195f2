import type { TextFormatType } from 'lexical';
import { type ContentNode, childrenOf, numberField, textField } from '../content-node.ts';
import { safeTextStyle } from '../html/text-style.ts';
import type { Span } from './nest.ts';
import { sourceOf } from './source.ts';
import { BITS, marksOf } from './text-marks.ts';

/** What lies over words: a mark, CSS, or an element such as a link. */
export type LineSpan = Span &
  (
    | { readonly kind: 'mark'; readonly mark: TextFormatType }
    | { readonly kind: 'style'; readonly style: string }
    | { readonly kind: 'element'; readonly node: ContentNode }
  );

/** A piece of a line: words that look alike, a line break, or a node. */
export interface LineLeaf {
  /** Null for words. */
  readonly node: ContentNode | null;
  readonly text: string;
  readonly spans: readonly LineSpan[];
}

/** The pieces of a line, with what lies over each. Of those that aren't words `bridged` knows more. */
export function leavesOf(nodes: readonly ContentNode[], isInline: (type: string) => boolean): LineLeaf[] {
  const leaves: LineLeaf[] = [];
  let elements = 0;
  const add = (node: ContentNode, around: readonly LineSpan[]) => {
    const words = textField(node, 'text');
    if (sourceOf(node) !== null) {
      leaves.push({ node, text: '', spans: around });
    } else if (isText(node)) {
      if (words !== '') addText(leaves, words, [...around, ...spansOfText(node)]);
    } else if (node.children !== undefined) {
      const span: LineSpan = { key: `element ${elements++}`, isWhole: true, kind: 'element', node };
      for (const child of childrenOf(node)) add(child, [...around, span]);
    } else if (node.type === 'linebreak' || isInline(node.type)) {
      leaves.push({ node, text: '', spans: around });
    } else if (words !== '') {
      // Of a type that isn't known here: its words.
      addText(leaves, words, around);
    }
  };
  for (const node of nodes) add(node, []);
  return leaves;
}

const TEXT_TYPES = new Set(['text', 'tab', 'code-highlight']);

function isText(node: ContentNode): boolean {
  return TEXT_TYPES.has(node.type);
}

function spansOfText(node: ContentNode): LineSpan[] {
  const format = numberField(node, 'format');
  const style = safeTextStyle(textField(node, 'style'));
  const marks = marksOf(format).map((mark): LineSpan => ({ key: mark, isWhole: false, kind: 'mark', mark }));
  return style === '' ? marks : [{ key: `style ${style}`, isWhole: false, kind: 'style', style }, ...marks];
}

function addText(leaves: LineLeaf[], text: string, spans: readonly LineSpan[]): void {
  const last = leaves.at(-1);
  if (last?.node === null && sameSpans(last.spans, spans)) {
    leaves[leaves.length - 1] = { ...last, text: last.text + text };
  } else {
    leaves.push({ node: null, text, spans });
  }
}

export function sameSpans(a: readonly LineSpan[], b: readonly LineSpan[]): boolean {
  return a.length === b.length && a.every(({ key }, i) => b[i]?.key === key);
}

/** A line break or a node has no look of its own: it takes that which goes on behind it, so that marks aren't cut there. */
export function bridged(leaves: readonly LineLeaf[]): LineLeaf[] {
  const result = [...leaves];
  for (const [i, leaf] of result.entries()) {
    if (leaf.node === null) continue;
    const before = result[i - 1]?.spans ?? [];
    const next = result.slice(i + 1, i + 1 + LOOK_AHEAD).find(({ node }) => node === null);
    const going = before.filter(
      ({ key, kind }) => kind !== 'element' && isMark(key) && next?.spans.some((span) => span.key === key),
    );
    result[i] = { ...leaf, spans: [...leaf.spans, ...going] };
  }
  return result;
}

/** A mark that ends before a long row of line breaks begins anew behind it. */
const LOOK_AHEAD = 8;

function isMark(key: string): boolean {
  return key !== 'code' && Object.hasOwn(BITS, key);
}

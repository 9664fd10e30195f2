import { diffArrays } from 'diff';
import type { ElementNode, TextNode } from 'lexical';
import { $applyLook, lookOf } from '../binding/node-json.ts';
import type { Attributes } from '../binding/schema.ts';
import { isCommentMark } from '../comments/mark-names.ts';

/** More words that differ are another text. */
const MOST_DIFFERENT = 2_000;
/** Words, but each character of a script without spaces. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+|\s+|[\s\S]/gu;
const NONE: Attributes = {};

/**
 * Marks what of a text's words is in another text too as it is marked there, with what came between such words: text that
 * comes from outside knows of no comments, and those are about the words that stay.
 */
export function $carryMarks(from: ElementNode, to: ElementNode): void {
  const [old, nodes] = [from.getAllTextNodes(), to.getAllTextNodes()];
  const runs = old.map((node) => ({ length: node.getTextContentSize(), marks: marksOf(lookOf(node)) }));
  if (runs.every(({ marks }) => marks === NONE)) return;
  const next = readerOf(carried(readerOf(runs), stepsBetween(textOf(old), textOf(nodes))));
  for (const node of nodes) $mark(node, next(node.getTextContentSize()));
}

const textOf = (nodes: readonly TextNode[]): string => nodes.map((node) => node.getTextContent()).join('');

const marksOf = (look: Attributes): Attributes => {
  const marks = Object.entries(look).filter(([name]) => isCommentMark(name));
  return marks.length === 0 ? NONE : Object.fromEntries(marks);
};

type Step = { readonly kind: 'same' | 'inserted' | 'removed'; readonly length: number };

const stepsBetween = (was: string, now: string): readonly Step[] => {
  const words = (text: string): string[] => text.match(WORD) ?? [];
  const steps = diffArrays(words(was), words(now), { maxEditLength: MOST_DIFFERENT }) ?? [];
  return steps.map(({ added, removed, value }) => ({
    kind: added ? 'inserted' : removed ? 'removed' : 'same',
    length: value.join('').length,
  }));
};

/** Characters that are marked alike. */
interface Run {
  readonly length: number;
  readonly marks: Attributes;
}

/** Gives the next so many characters of them. */
type Reader = (length: number) => Run[];

const readerOf = (runs: readonly Run[]): Reader => {
  const rest = runs.values();
  let left: Run = { length: 0, marks: NONE };
  return (length) => {
    const taken: Run[] = [];
    for (let wanted = length; wanted > 0; ) {
      if (left.length === 0) {
        const next = rest.next();
        if (next.done) break;
        left = next.value;
      }
      const part = Math.min(wanted, left.length);
      if (part > 0) taken.push({ length: part, marks: left.marks });
      left = { length: left.length - part, marks: left.marks };
      wanted -= part;
    }
    return taken;
  };
};

/** How the newer text is marked. */
const carried = (old: Reader, steps: readonly Step[]): Run[] => {
  const runs: Run[] = [];
  let before = NONE;
  /** What came since the last character that stayed. */
  let came = 0;
  for (const { kind, length } of steps) {
    if (kind === 'inserted') came += length;
    else {
      const stayed = old(length);
      if (kind === 'removed') continue;
      runs.push({ length: came, marks: inBoth(before, stayed[0]?.marks ?? NONE) }, ...stayed);
      before = stayed.at(-1)?.marks ?? NONE;
      came = 0;
    }
  }
  return [...runs, { length: came, marks: NONE }];
};

const inBoth = (a: Attributes, b: Attributes): Attributes =>
  a === b ? a : marksOf(Object.fromEntries(Object.entries(a).filter(([name]) => name in b)));

/** Cuts a text where its marks change. */
const $mark = (node: TextNode, runs: readonly Run[]): void => {
  const starts: { readonly at: number; readonly marks: Attributes }[] = [];
  let at = 0;
  for (const { length, marks } of runs) {
    if (starts.at(-1)?.marks !== marks) starts.push({ at, marks });
    at += length;
  }
  const cuts = starts.slice(1).map((start) => start.at);
  const parts = cuts.length > 0 && node.isSimpleText() ? node.splitText(...cuts) : [node];
  for (const [index, part] of parts.entries()) {
    const own = starts[index]?.marks ?? NONE;
    if (own !== NONE) $applyLook(part, { ...lookOf(part), ...own }, part.getTextContent());
  }
};

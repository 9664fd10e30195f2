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
  const old = from.getAllTextNodes().map((node) => ({ text: node.getTextContent(), marks: marksOf(lookOf(node)) }));
  if (old.every(({ marks }) => marks === NONE)) return;
  const nodes = to.getAllTextNodes();
  const was = old.map(({ text }) => text).join('');
  const marks = carried(
    old.flatMap((each) => Array<Attributes>(each.text.length).fill(each.marks)),
    stepsBetween(was, nodes.map((node) => node.getTextContent()).join('')),
  );
  let at = 0;
  for (const node of nodes) {
    const own = marks.slice(at, at + node.getTextContentSize());
    at += own.length;
    $mark(node, own);
  }
}

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

/** The marks of each character of the newer text. */
const carried = (old: readonly Attributes[], steps: readonly Step[]): Attributes[] => {
  const marks: Attributes[] = [];
  let at = 0;
  let before = NONE;
  /** Where what came since the last character that stayed begins. */
  let open = 0;
  for (const { kind, length } of steps) {
    if (kind === 'inserted') for (let i = 0; i < length; i++) marks.push(NONE);
    else {
      if (kind === 'same') {
        const between = inBoth(before, old[at] ?? NONE);
        marks.fill(between, open);
        marks.push(...old.slice(at, at + length));
        before = old[at + length - 1] ?? NONE;
        open = marks.length;
      }
      at += length;
    }
  }
  return marks;
};

const inBoth = (a: Attributes, b: Attributes): Attributes =>
  a === b ? a : marksOf(Object.fromEntries(Object.entries(a).filter(([name]) => name in b)));

/** Cuts a text where its marks change. */
const $mark = (node: TextNode, marks: readonly Attributes[]): void => {
  const cuts = marks.flatMap((each, i) => (i > 0 && each !== marks[i - 1] ? [i] : []));
  const parts = cuts.length > 0 && node.isSimpleText() ? node.splitText(...cuts) : [node];
  let at = 0;
  for (const part of parts) {
    const own = marks[at] ?? NONE;
    at += part.getTextContentSize();
    if (own !== NONE) $applyLook(part, { ...lookOf(part), ...own }, part.getTextContent());
  }
};

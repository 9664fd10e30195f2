import { type LineLeaf, sameSpans } from '../inline/leaves.ts';

const INVISIBLE = ['bold', 'italic'];

/**
 * Takes the white space at the edges of bold and italic words out of them: nobody sees whether a space is bold, and
 * Markdown has no marks that begin or end in one.
 */
export function trimMarks(leaves: readonly LineLeaf[]): LineLeaf[] {
  return INVISIBLE.reduce<readonly LineLeaf[]>(trimMark, leaves) as LineLeaf[];
}

function trimMark(leaves: readonly LineLeaf[], mark: string): LineLeaf[] {
  const has = (leaf: LineLeaf | undefined) => leaf?.spans.some(({ key }) => key === mark) === true;
  const isBlank = (leaf: LineLeaf | undefined) =>
    leaf !== undefined && (leaf.node !== null || (isText(leaf) && leaf.text.trim() === ''));
  const without = (leaf: LineLeaf): LineLeaf => ({ ...leaf, spans: leaf.spans.filter(({ key }) => key !== mark) });
  const trimmed: LineLeaf[] = [];
  const add = (leaf: LineLeaf) => {
    const last = trimmed.at(-1);
    if (leaf.node === null && last?.node === null && sameSpans(leaf.spans, last.spans)) {
      trimmed[trimmed.length - 1] = { ...last, text: last.text + leaf.text };
    } else if (leaf.node !== null || leaf.text !== '') trimmed.push(leaf);
  };
  for (let start = 0; start < leaves.length; ) {
    const first = leaves[start];
    if (first === undefined) break;
    if (!has(first)) {
      add(first);
      start++;
      continue;
    }
    const end = endOfRun(leaves, start, has);
    const run = leaves.slice(start, end);
    start = end;
    const seenFrom = run.findIndex((leaf) => !isBlank(leaf));
    const seenTo = run.findLastIndex((leaf) => !isBlank(leaf));
    for (const [i, leaf] of run.entries()) {
      if (seenFrom === -1 || i < seenFrom || i > seenTo) add(without(leaf));
      else if (leaf.node !== null || !isText(leaf)) add(leaf);
      else {
        const text = i === seenFrom ? leaf.text.trimStart() : leaf.text;
        const before = leaf.text.slice(0, leaf.text.length - text.length);
        const middle = i === seenTo ? text.trimEnd() : text;
        add({ ...without(leaf), text: before });
        add({ ...leaf, text: middle });
        add({ ...without(leaf), text: text.slice(middle.length) });
      }
    }
  }
  return trimmed;
}

/** One past the last leaf that is marked; what isn't words doesn't end it. */
function endOfRun(leaves: readonly LineLeaf[], start: number, has: (leaf: LineLeaf | undefined) => boolean): number {
  let end = start + 1;
  for (let i = end; i < leaves.length; i++) {
    if (has(leaves[i])) end = i + 1;
    else if (leaves[i]?.node === null) break;
  }
  return end;
}

/** Code says exactly what it says. */
function isText(leaf: LineLeaf): boolean {
  return !leaf.spans.some(({ key }) => key === 'code');
}

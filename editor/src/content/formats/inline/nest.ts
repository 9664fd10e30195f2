/** Something that lies over several leaves of a line: a mark, or an element such as a link. */
export interface Span {
  /** Two that are equal are the same one. */
  readonly key: string;
  /** Whether it must not be cut in two to nest with others. */
  readonly isWhole: boolean;
}

interface Leaf<S extends Span> {
  readonly spans: readonly S[];
}

export type Nested<S extends Span, L extends Leaf<S>> =
  | { readonly leaf: L; readonly span?: undefined }
  | { readonly span: S; readonly inner: readonly Nested<S, L>[]; readonly leaf?: undefined };

interface Open<S extends Span, L extends Leaf<S>> {
  readonly span: S;
  readonly inner: Nested<S, L>[];
}

/**
 * Spans that overlap as they like, made into elements that hold each other: the one that lasts longest goes outside, of
 * two that last as long the one named first.
 */
export function nest<S extends Span, L extends Leaf<S>>(leaves: readonly L[]): Nested<S, L>[] {
  const ends = endsOf(leaves);
  const top: Nested<S, L>[] = [];
  const open: Open<S, L>[] = [];
  for (const [i, leaf] of leaves.entries()) {
    const endOf = (span: S) => ends[i]?.get(span.key) ?? i;
    const isOpen = ({ key }: S) => open.some(({ span }) => span.key === key);
    // What mustn't be cut goes around whatever ends before it does.
    const wholeUntil = Math.max(i, ...leaf.spans.filter((span) => span.isWhole && !isOpen(span)).map(endOf));
    const firstToClose = open.findIndex(({ span }) => endOf(span) === i || (!span.isWhole && endOf(span) < wholeUntil));
    if (firstToClose !== -1) open.length = firstToClose;
    const opening = leaf.spans
      .filter((span) => !isOpen(span))
      .sort((a, b) => endOf(b) - endOf(a) || Number(b.isWhole) - Number(a.isWhole));
    for (const span of opening) {
      const opened = { span, inner: [] };
      (open.at(-1)?.inner ?? top).push(opened);
      open.push(opened);
    }
    (open.at(-1)?.inner ?? top).push({ leaf });
  }
  return top;
}

/** Of each leaf's spans, one past the last leaf that they lie over without a gap. */
function endsOf<S extends Span>(leaves: readonly Leaf<S>[]): Map<string, number>[] {
  const ends: Map<string, number>[] = [];
  for (let i = leaves.length - 1; i >= 0; i--) {
    const spans = leaves[i]?.spans ?? [];
    ends[i] = new Map(spans.map(({ key }) => [key, ends[i + 1]?.get(key) ?? i + 1]));
  }
  return ends;
}

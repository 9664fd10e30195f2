/** The places of a longest strictly increasing subsequence: what can stay where it is when a list is reordered. */
export function longestIncreasing(values: readonly number[]): Set<number> {
  // tails[n] is the place of the smallest value that ends an increasing run of n + 1; before links such runs.
  const tails: number[] = [];
  const before: number[] = [];
  for (const [place, value] of values.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[place] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = place;
  }
  const kept = new Set<number>();
  for (let place = tails.at(-1) ?? -1; place !== -1; place = before[place] ?? -1) kept.add(place);
  return kept;
}

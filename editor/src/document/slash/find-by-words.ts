/** What an action is called: its label first, then the other words it is found by. */
export type Words = readonly string[];

/** How well a query fits: lower is better, null not at all. */
const rank = (words: Words, query: string): number | null => {
  const [label = '', ...others] = words;
  if (label.startsWith(query)) return 0;
  if (others.some((word) => word.startsWith(query))) return 1;
  if (label.split(/\s+/).some((part) => part.startsWith(query))) return 2;
  return words.some((word) => word.includes(query)) ? 3 : null;
};

/** Those that a query finds, best first, else in their order. */
export const findByWords = <Item>(
  items: readonly Item[],
  query: string,
  wordsOf: (item: Item) => Words,
): readonly Item[] => {
  const wanted = query.trim().toLowerCase();
  return items
    .flatMap((item) => {
      const found = rank(
        wordsOf(item).map((word) => word.toLowerCase()),
        wanted,
      );
      return found === null ? [] : [{ item, found }];
    })
    .sort((a, b) => a.found - b.found)
    .map(({ item }) => item);
};

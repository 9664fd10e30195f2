/** Without case and accents, as people type in a search field. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** Whether the title holds every word of the query. */
export const matchesTitle = (title: string, query: string): boolean => {
  const folded = fold(title);
  return fold(query)
    .split(/\s+/)
    .every((word) => folded.includes(word));
};

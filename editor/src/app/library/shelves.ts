/** Some of the documents, in an order of their own. */
export type Shelf =
  | { readonly name: 'recent' | 'favourites' | 'templates' }
  | { readonly name: 'tag'; readonly tag: string };

/** What Home shows of the documents. */
export type View = { readonly name: 'all' } | Shelf;

const NAMES = ['recent', 'favourites', 'templates'] as const;

/** In the query, so that the server needs no further address. */
export const viewPath = (view: View): string => {
  if (view.name === 'all') return '/';
  return view.name === 'tag' ? `/?tag=${encodeURIComponent(view.tag)}` : `/?view=${view.name}`;
};

export const viewIn = (search: string): View => {
  const parameters = new URLSearchParams(search);
  const tag = parameters.get('tag');
  if (tag !== null && tag !== '') return { name: 'tag', tag };
  return { name: NAMES.find((name) => name === parameters.get('view')) ?? 'all' };
};

export const isSameView = (a: View, b: View): boolean => viewPath(a) === viewPath(b);

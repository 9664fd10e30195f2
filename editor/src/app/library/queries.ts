import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { DocumentMarks } from '../../protocol/index.ts';
import { api, UnreachableError } from '../api.ts';
import { LISTS, RECOVER_MS, REFRESH_MS, refreshLists } from '../queries.ts';
import type { MarkChange } from './mark-change.ts';
import type { Shelf } from './shelves.ts';

const MARKS = 'marks';
const TAGS = 'tags';

/** What lies on a shelf. */
export const useShelf = (shelf: Shelf, enabled = true) =>
  useInfiniteQuery({
    enabled,
    queryKey: [LISTS, 'shelf', shelf],
    queryFn: ({ pageParam }) => api.shelf(shelf, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) => (query.state.error instanceof UnreachableError ? RECOVER_MS : REFRESH_MS),
  });

/** What is found; the results of the query before show until these are there. */
export const useSearch = (query: string) =>
  useInfiniteQuery({
    queryKey: [LISTS, 'search', query],
    queryFn: ({ pageParam, signal }) => api.searchTexts(query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.error instanceof UnreachableError ? RECOVER_MS : REFRESH_MS),
  });

/** All tags there are, with how many documents have each. */
export const useTags = (enabled = true) =>
  useQuery({ queryKey: [TAGS], queryFn: api.tags, enabled, refetchInterval: REFRESH_MS });

/** The marks of documents on Home, by id; what isn't known yet is missing. */
export const useListedMarks = (ids: readonly string[]): ReadonlyMap<string, DocumentMarks> => {
  const { data } = useQuery({
    queryKey: [MARKS, 'listed', ids],
    queryFn: () => api.listedMarks(ids),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  return new Map(data?.map((marks) => [marks.documentId, marks]));
};

/** The marks of one document, which may be the only one that one sees. */
export const useMarks = (id: string) => useQuery({ queryKey: [MARKS, id], queryFn: () => api.marks(id) });

/** A copy of a document, under another title: a template is one like any other. */
export const useDuplicate = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) => api.duplicate(id, title),
    onSuccess: () => refreshLists(client),
  });
};

export const useMakeFrom = () => {
  const client = useQueryClient();
  return useMutation({ mutationFn: api.createFrom, onSuccess: () => refreshLists(client) });
};

const refresh = (client: QueryClient): void => {
  for (const key of [MARKS, TAGS]) void client.invalidateQueries({ queryKey: [key] });
  void refreshLists(client);
};

/** Changes what a document is marked with; shown at once, and taken back where the server refuses. */
export const useMark = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: MarkChange) => api.mark(id, change),
    onMutate: (change) => {
      const patched = (marks: DocumentMarks): DocumentMarks =>
        marks.documentId === id ? { ...marks, ...change } : marks;
      client.setQueriesData<readonly DocumentMarks[]>({ queryKey: [MARKS, 'listed'] }, (all) => all?.map(patched));
      client.setQueryData<DocumentMarks>([MARKS, id], (marks) => marks && patched(marks));
    },
    onSettled: () => refresh(client),
  });
};

import {
  QueryClient as Client,
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { DocumentList, DocumentSummary } from '../protocol/index.ts';
import { api, isAccessDenied, UnreachableError } from './api.ts';

/** While the server doesn't answer, it is asked again this often. */
export const RECOVER_MS = 3_000;
/** Others create and change documents too. */
export const REFRESH_MS = 5_000;

type Pages = InfiniteData<DocumentList, string | null>;

/** The first part of the key of every list of documents. */
export const LISTS = 'documents';
const ONE = 'document';
const listKey = (deleted: boolean) => [LISTS, { deleted }] as const;
const oneKey = (id: string) => [ONE, id] as const;

export const createQueryClient = (): QueryClient =>
  new Client({
    defaultOptions: {
      // The browser's idea of being online says nothing about a server on this machine or this network.
      queries: { networkMode: 'always', retry: false, staleTime: 2_000 },
      mutations: { networkMode: 'always', retry: false },
    },
  });

export const useDocuments = (deleted: boolean) =>
  useInfiniteQuery({
    queryKey: listKey(deleted),
    queryFn: ({ pageParam }) => api.list({ cursor: pageParam, deleted }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state: { error } }) => {
      // Nothing changes about that until somebody signs in.
      if (isAccessDenied(error)) return false;
      return error instanceof UnreachableError ? RECOVER_MS : REFRESH_MS;
    },
  });

const findListed = (client: QueryClient, id: string): DocumentSummary | undefined => {
  for (const [, pages] of client.getQueriesData<Pages>({ queryKey: [LISTS] })) {
    for (const page of pages?.pages ?? []) {
      const found = page.documents.find((each) => each.id === id);
      if (found !== undefined) return found;
    }
  }
  return undefined;
};

/** One document; what the list knew of it shows until the server has answered. */
export const useDocument = (id: string) => {
  const client = useQueryClient();
  return useQuery({
    queryKey: oneKey(id),
    queryFn: () => api.get(id),
    placeholderData: () => findListed(client, id),
    // One that is in the trash may be restored by others.
    refetchInterval: ({ state }) =>
      state.error instanceof UnreachableError || state.data?.deletedAt != null ? RECOVER_MS : false,
  });
};

export const refreshLists = (client: QueryClient) => client.invalidateQueries({ queryKey: [LISTS] });

export const useRefreshDocument = (id: string) => {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: oneKey(id) });
    void refreshLists(client);
  };
};

export const useCreateDocument = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (kind: 'document' | 'board') => api.create(kind),
    onSuccess: (document) => {
      client.setQueryData(oneKey(document.id), document);
      void refreshLists(client);
    },
  });
};

const patchListed = (client: QueryClient, changed: DocumentSummary): void => {
  client.setQueriesData<Pages>({ queryKey: [LISTS] }, (pages) =>
    pages === undefined
      ? pages
      : {
          ...pages,
          pages: pages.pages.map((page) => ({
            ...page,
            documents: page.documents.map((each) => (each.id === changed.id ? changed : each)),
          })),
        },
  );
};

export const useRenameDocument = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) => api.rename(id, title),
    onSuccess: (document) => {
      client.setQueryData(oneKey(document.id), document);
      patchListed(client, document);
      void refreshLists(client);
    },
  });
};

const dropListed = (client: QueryClient, deleted: boolean, id: string): void => {
  client.setQueryData<Pages>(listKey(deleted), (pages) =>
    pages === undefined
      ? pages
      : {
          ...pages,
          pages: pages.pages.map((page) => ({ ...page, documents: page.documents.filter((each) => each.id !== id) })),
        },
  );
};

export const useDeleteDocument = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.delete,
    onSuccess: (_, id) => {
      dropListed(client, false, id);
      void refreshLists(client);
      void client.invalidateQueries({ queryKey: oneKey(id) });
    },
  });
};

export const useRestoreDocument = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.restore(id),
    onSuccess: (document) => {
      dropListed(client, true, document.id);
      client.setQueryData(oneKey(document.id), document);
      void refreshLists(client);
    },
  });
};

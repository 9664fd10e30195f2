import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type DocumentSummary,
  type RestoredVersion,
  type VersionChanges,
  type VersionList,
  type VersionSummary,
  YJS_TYPE,
} from '../../protocol/index.ts';
import { callDocument } from '../api.ts';

const VERSIONS = 'versions';
const PAGE_SIZE = 50;
/** What every call may name in the place of a version. */
export const NOW = 'now';

const json = async <T>(answer: Promise<Response>): Promise<T> => (await answer).json() as Promise<T>;
const path = (version: string, what = ''): string => `/versions/${encodeURIComponent(version)}${what}`;

export const useVersions = (id: string, named: boolean) =>
  useInfiniteQuery({
    queryKey: [VERSIONS, id, { named }],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE), named: String(named) });
      if (pageParam !== null) query.set('cursor', pageParam);
      return json<VersionList>(callDocument('GET', id, `/versions?${query}`));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 5_000,
  });

/** How one state became another; `since` null for all there is. */
export const useChanges = (id: string, version: string | null, since: string | null) =>
  useQuery({
    queryKey: [VERSIONS, id, 'changes', version, since],
    queryFn: () => {
      const query = since === null ? '' : `?since=${encodeURIComponent(since)}`;
      return json<VersionChanges>(callDocument('GET', id, path(version ?? NOW, `/changes${query}`)));
    },
    enabled: version !== null,
    // Versions never change; what is now does.
    staleTime: version === NOW || since === NOW ? 0 : Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

/** A state as a Yjs update; null for none. */
export const useVersionState = (id: string, version: string | null) =>
  useQuery({
    queryKey: [VERSIONS, id, 'state', version],
    queryFn: async () => {
      const answer = await callDocument(
        'GET',
        id,
        version === null || version === NOW ? '' : path(version),
        undefined,
        { accept: YJS_TYPE },
      );
      return new Uint8Array(await answer.arrayBuffer());
    },
    enabled: version !== null,
    staleTime: version === NOW ? 0 : Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    // Of the same bytes the same picture is drawn.
    structuralSharing: (before, now) => (isSame(before, now) ? before : now),
  });

const isSame = (a: unknown, b: unknown): boolean =>
  a instanceof Uint8Array && b instanceof Uint8Array && a.length === b.length && a.every((byte, n) => byte === b[n]);

/** Names a version, or the present where it is `NOW`; null takes the name away. */
export const useNameVersion = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, name }: { version: string; name: string | null }) =>
      json<VersionSummary>(
        version === NOW
          ? callDocument('POST', id, '/versions', { name })
          : callDocument('PATCH', id, path(version), { name }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [VERSIONS, id] }),
  });
};

export const useRestoreVersion = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (version: string) => json<RestoredVersion>(callDocument('POST', id, path(version, '/restore'))),
    onSuccess: () => client.invalidateQueries({ queryKey: [VERSIONS, id] }),
  });
};

export const useCopyVersion = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, title }: { version: string; title: string }) =>
      json<DocumentSummary>(callDocument('POST', id, path(version, '/copy'), { title })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['documents'] }),
  });
};

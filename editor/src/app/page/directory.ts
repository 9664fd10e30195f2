import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Directory, ListedDocument } from '../../document/index.ts';
import type { DocumentSummary } from '../../protocol/index.ts';
import { documentLink, documentPath } from '../address.ts';
import { ApiError, api } from '../api.ts';
import { batched } from '../batched.ts';

/** Others rename, delete and restore documents too. */
const REFRESH_MS = 10_000;
/** As many as the server answers for at once. */
const MOST = 100;

const listed = ({ id, title, deletedAt }: DocumentSummary): ListedDocument => ({
  id,
  title,
  isDeleted: deletedAt !== null,
});

/** All chips of a text ask at once; null for one that there is none of. */
const find = batched(MOST, async (ids: readonly string[]) => {
  const documents = await api.find(ids);
  return ids.map((id) => documents.find((each) => each.id === id) ?? null);
});

const titlesWith = (words: string) => ({
  queryKey: ['titles', words],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.search(words, signal),
  placeholderData: keepPreviousData,
  staleTime: REFRESH_MS,
});

/** What has no title is found by the word that stands for one, behind what has it in its title. */
const useSearch = (words: string): readonly ListedDocument[] | null => {
  const { t } = useTranslation();
  const wanted = words.trim().toLowerCase();
  const isForUntitled = wanted !== '' && t('home.untitled').toLowerCase().includes(wanted);
  const { data: titled } = useQuery(titlesWith(words));
  const { data: latest } = useQuery({ ...titlesWith(''), enabled: isForUntitled });
  return useMemo(() => {
    if (!titled) return null;
    const untitled = isForUntitled ? (latest ?? []).filter(({ title }) => title === '') : [];
    return [...titled, ...untitled].map(listed);
  }, [titled, latest, isForUntitled]);
};

const useDocument = (id: string): ListedDocument | null | undefined => {
  const { data } = useQuery({
    queryKey: ['linked', id],
    queryFn: () => find(id),
    // Whoever may not list documents is told so once.
    refetchInterval: ({ state }) => (state.error instanceof ApiError ? false : REFRESH_MS),
  });
  return useMemo(() => data && listed(data), [data]);
};

/** The documents of this server. */
export const useDirectory = (): Directory => {
  const [, navigate] = useLocation();
  return useMemo(
    () => ({ useSearch, useDocument, addressOf: documentLink, open: (id) => navigate(documentPath(id)) }),
    [navigate],
  );
};

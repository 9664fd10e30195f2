import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { serviceUrl } from '../address.ts';
import { api } from '../api.ts';

const key = (documentId: string) => ['links', documentId] as const;

/** For a link to send. */
export const linkAddress = (link: string): string => new URL(`s/${encodeURIComponent(link)}`, serviceUrl).href;

export const useLinks = (documentId: string) =>
  useQuery({ queryKey: key(documentId), queryFn: () => api.links(documentId) });

/** A change of a document's links; the list shows it once the server has answered. */
export const useLinkChange = <Input, Output>(documentId: string, change: (input: Input) => Promise<Output>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: key(documentId) }),
  });
};

import { useQuery } from '@tanstack/react-query';
import { credentialFor } from '../access/credentials.ts';
import { api } from '../api.ts';

/** Whether who is here may list all documents and make new ones; false until the server has said so. */
export const useSeesAll = (): boolean => {
  const { data } = useQuery({ queryKey: ['access'], queryFn: api.access, staleTime: Number.POSITIVE_INFINITY });
  return data?.open === true || credentialFor(null) !== null;
};

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.ts';

const KEYS = ['keys'] as const;

/** Those that open something, and those that have ended by themselves; what was revoked is gone. */
export const useKeys = () =>
  useQuery({
    queryKey: KEYS,
    queryFn: async () => (await api.keys()).filter(({ revokedAt }) => revokedAt === null),
  });

/** A change of the keys, after which they are asked for again, whatever came of it. */
export const useKeyChange = <Input, Result>(change: (input: Input) => Promise<Result>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: KEYS }),
  });
};

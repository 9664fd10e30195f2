import type { Connection } from '../client/index.ts';
import { isWriter } from '../protocol/index.ts';
import { useObservable } from './use-observable.ts';

/** Whether the server refuses this writer's changes: by role, or because it closed for good. Until it has said so, writing is fine. */
export const useReadOnly = (connection: Connection): boolean => {
  const role = useObservable(connection.role);
  const status = useObservable(connection.status);
  return (role !== null && !isWriter(role)) || status.state === 'closed';
};

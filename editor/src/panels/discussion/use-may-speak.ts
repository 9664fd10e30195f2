import type { Connection } from '../../client/index.ts';
import { useSelected } from '../../document/use-observable.ts';

/** Whether the server takes what is said here: by role, and unless it closed for good. Until it has said so, it may. */
export const useMaySpeak = (connection: Connection): boolean => {
  const isReader = useSelected(connection.role, (role) => role === 'viewer');
  const isClosed = useSelected(connection.status, ({ state }) => state === 'closed');
  return !isReader && !isClosed;
};

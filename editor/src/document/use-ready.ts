import { useEffect, useState } from 'react';
import type { Connection } from '../client/index.ts';

/** Whether there is something to show: what was kept here, or what the server has. */
export const useReady = (connection: Connection): boolean => {
  const [ready, setReady] = useState<Connection | null>(null);
  useEffect(() => {
    let current = true;
    void connection.whenReady.then(() => {
      if (current) setReady(connection);
    });
    return () => {
      current = false;
    };
  }, [connection]);
  return ready === connection;
};

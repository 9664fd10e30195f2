import { useEffect, useRef } from 'react';
import type { Connection } from '../client/index.ts';
import type { Role } from '../protocol/index.ts';
import type { EmbeddedListeners } from './embedding.ts';

/** Tells a page what it wants to hear of a connection: how it is at once, and then each change. */
export const useListeners = (connection: Connection, ready: boolean, listeners: EmbeddedListeners): void => {
  const latest = useRef(listeners);
  useEffect(() => {
    latest.current = listeners;
  });
  useEffect(() => {
    const { saved, status, role } = connection;
    const tellRole = (value: Role | null): void => {
      if (value !== null) latest.current.onRole?.(value);
    };
    latest.current.onStatus?.(status.value);
    latest.current.onSaved?.(saved.value);
    tellRole(role.value);
    const stops = [
      saved.subscribe((value) => latest.current.onSaved?.(value)),
      status.subscribe((value) => latest.current.onStatus?.(value)),
      role.subscribe(tellRole),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [connection]);
  useEffect(() => {
    if (ready) latest.current.onReady?.(connection);
  }, [connection, ready]);
};

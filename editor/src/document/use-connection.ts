import { useEffect, useState } from 'react';
import { type Connection, type ConnectOptions, connect } from '../client/index.ts';
import { holdConnection } from './open-connections.ts';

export interface ConnectionTarget {
  /** The service's address. */
  readonly url: string;
  readonly documentId: string;
  readonly token?: ConnectOptions['token'] | undefined;
  readonly transport?: ConnectOptions['transport'] | undefined;
  /** Whose browser this is: see `connect`. */
  readonly userId?: string | undefined;
  readonly offline?: boolean | undefined;
  /** What is made where there is no such document yet. */
  readonly kind?: ConnectOptions['kind'] | undefined;
}

/** A connection for as long as the component is there; null for its first moment. A new target makes a new one. */
export const useConnection = ({
  url,
  documentId,
  token,
  transport,
  userId,
  offline,
  kind,
}: ConnectionTarget): Connection | null => {
  const [connection, setConnection] = useState<Connection | null>(null);
  useEffect(() => {
    const opened = connect(url, documentId, {
      ...(token === undefined ? {} : { token }),
      ...(transport === undefined ? {} : { transport }),
      ...(userId === undefined ? {} : { user: { id: userId } }),
      ...(offline === undefined ? {} : { offline }),
      ...(kind === undefined ? {} : { kind }),
    });
    const release = holdConnection(opened);
    setConnection(opened);
    return () => {
      setConnection(null);
      release();
    };
  }, [url, documentId, token, transport, userId, offline, kind]);
  return connection;
};

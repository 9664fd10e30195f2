import { useEffect, useRef, useState } from 'react';
import { Discussion } from '../../client/discussion/index.ts';
import type { Connection, ConnectOptions } from '../../client/index.ts';
import { getIdentity } from '../../panels/identity.ts';
import type { Speaker } from '../../protocol/index.ts';

interface DiscussionTarget {
  /** The service's address. */
  readonly url: string;
  readonly token?: ConnectOptions['token'];
  /** Null as long as there is none. */
  readonly connection: Connection | null;
  /** Who this is, where the token doesn't say; this browser's guest unless told. */
  readonly person?: Speaker | undefined;
}

/** What is said about a connection's document, for as long as the component is there; null for its first moment. */
export const useDiscussion = ({ url, token, connection, person }: DiscussionTarget): Discussion | null => {
  const [discussion, setDiscussion] = useState<Discussion | null>(null);
  const latest = useRef(person);
  useEffect(() => {
    latest.current = person;
  });
  useEffect(() => {
    if (connection === null) return undefined;
    const speaker = (): Speaker => latest.current ?? getIdentity();
    const opened = new Discussion({ url, connection, person: speaker, ...(token === undefined ? {} : { token }) });
    setDiscussion(opened);
    // What was said and isn't there yet would be lost: nothing keeps it on this device.
    const warn = (event: BeforeUnloadEvent): void => {
      if (opened.isPending) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      setDiscussion(null);
      opened.close();
    };
  }, [url, token, connection]);
  return discussion;
};

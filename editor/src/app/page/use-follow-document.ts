import { useEffect, useRef } from 'react';
import type { Connection } from '../../client/index.ts';
import { useObservable } from '../../document/use-observable.ts';
import { type DocumentSummary, RENAMED_EVENT } from '../../protocol/index.ts';
import { useRefreshDocument } from '../queries.ts';

/** Asks the server again when the document was renamed or ended, and after each time of not hearing about it. */
export const useFollowDocument = (connection: Connection): void => {
  const refresh = useRefreshDocument(connection.documentId);
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  useEffect(() => {
    const stopEvents = connection.onEvent(({ name }) => {
      if (name === RENAMED_EVENT) latest.current();
    });
    let missed = false;
    const stopStatus = connection.status.subscribe(({ state }) => {
      if (state === 'closed' || (state === 'connected' && missed)) latest.current();
      missed = state !== 'connected';
    });
    return () => {
      stopEvents();
      stopStatus();
    };
  }, [connection]);
};

/** A document that somebody restores from the trash is written on where it was left. */
export const useReopenRestored = (connection: Connection, document: DocumentSummary | undefined): void => {
  const status = useObservable(connection.status);
  const wasDeleted = useRef(false);
  const deleted = document === undefined ? null : document.deletedAt !== null;
  useEffect(() => {
    if (deleted === null) return;
    if (wasDeleted.current && !deleted && status.state === 'closed') connection.reconnect();
    wasDeleted.current = deleted;
  }, [connection, deleted, status.state]);
};

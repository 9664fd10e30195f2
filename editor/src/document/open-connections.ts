import type { Connection } from '../client/index.ts';

/** Connections of this page that are open, those among them that nobody looks at any more but whose changes aren't stored yet. */
const open = new Set<Connection>();

/** Whether closing the page would lose work: something isn't on the server, and not on this device either. */
const wouldLose = (connection: Connection): boolean => {
  const saved = connection.saved.value;
  return (saved.state === 'offline' || saved.state === 'refused') && saved.changes > 0 && !saved.kept;
};

const warn = (event: BeforeUnloadEvent): void => {
  if ([...open].some(wouldLose)) event.preventDefault();
};

const keep = (connection: Connection): void => {
  // Only while there is something to lose: a listener keeps a page out of the back/forward cache.
  if (open.size === 0) window.addEventListener('beforeunload', warn);
  open.add(connection);
};

const drop = (connection: Connection): void => {
  open.delete(connection);
  if (open.size === 0) window.removeEventListener('beforeunload', warn);
  void connection.destroy();
};

/** Counts the connection in; returns its release, which ends it once its changes are stored on the server. */
export const holdConnection = (connection: Connection): (() => void) => {
  keep(connection);
  return () => {
    // Whoever leaves is gone for the others at once.
    connection.awareness.setLocalState(null);
    if (!connection.hasUnsavedChanges) {
      drop(connection);
      return;
    }
    const unsubscribe = connection.saved.subscribe((saved) => {
      if (connection.hasUnsavedChanges && saved.state !== 'refused') return;
      unsubscribe();
      drop(connection);
    });
  };
};

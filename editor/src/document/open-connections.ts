import type { Connection } from '../client/index.ts';
import { OpenWork } from '../ui/open-work.ts';

/** Whether closing the page would lose work: something isn't on the server, and not on this device either. */
const wouldLose = (connection: Connection): boolean => {
  const saved = connection.saved.value;
  return (saved.state === 'offline' || saved.state === 'refused') && saved.changes > 0 && !saved.kept;
};

/** Connections of this page that are open, those among them that nobody looks at any more but whose changes aren't stored yet. */
const open = new OpenWork(wouldLose);

const drop = (connection: Connection): void => {
  open.delete(connection);
  void connection.destroy();
};

/** Counts the connection in; returns its release, which ends it once its changes are stored on the server. */
export const holdConnection = (connection: Connection): (() => void) => {
  open.add(connection);
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

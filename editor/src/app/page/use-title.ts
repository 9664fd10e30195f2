import { useCallback, useEffect, useRef, useState } from 'react';
import { UnreachableError } from '../api.ts';
import { useRenameDocument } from '../queries.ts';

/** A pause in typing that is worth a save, milliseconds. */
const PAUSE = 500;
const RETRY = 3_000;

interface TitleControl {
  /** What the field shows: the server's title, or what is being typed over it. */
  readonly title: string;
  change(title: string): void;
  /** Saves now what waits for a pause. */
  flush(): void;
  /** Something typed isn't on the server yet. */
  readonly unsaved: boolean;
  /** Why the server refused it. */
  readonly refused: string | null;
}

/** The document's title as it is typed. The server tells the others. */
export const useTitle = (id: string, serverTitle: string): TitleControl => {
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const { mutateAsync: rename } = useRenameDocument();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wanted = useRef<string | null>(null);
  const saving = useRef(false);
  const [stuck, setStuck] = useState(false);

  // One request at a time, the newest title last: two in flight could arrive in the wrong order.
  const save = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const title = wanted.current;
    if (title === null || saving.current) return;
    saving.current = true;
    try {
      await rename({ id, title: title.trim() });
      if (wanted.current === title) wanted.current = null;
      setDraft((current) => (current === title ? null : current));
      setRefused(null);
      setStuck(false);
    } catch (error) {
      if (error instanceof UnreachableError) {
        setStuck(true);
        timer.current = setTimeout(() => void save(), RETRY);
      } else {
        setStuck(false);
        if (wanted.current === title) wanted.current = null;
        setRefused(error instanceof Error ? error.message : String(error));
      }
    } finally {
      saving.current = false;
    }
    if (wanted.current !== null && wanted.current !== title) await save();
  }, [id, rename]);

  // What was typed last is saved although nobody looks any more.
  useEffect(() => {
    const now = () => void save();
    window.addEventListener('pagehide', now);
    return () => {
      window.removeEventListener('pagehide', now);
      now();
    };
  }, [save]);

  // Nothing keeps a title on this device.
  useEffect(() => {
    if (!stuck) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [stuck]);

  return {
    title: draft ?? serverTitle,
    change(title) {
      setDraft(title);
      setRefused(null);
      wanted.current = title;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), PAUSE);
    },
    flush: () => void save(),
    unsaved: draft !== null,
    refused,
  };
};

import { useCallback, useEffect, useRef, useState } from 'react';
import { useLeaveWarning } from '../../ui/use-leave-warning.ts';
import { ApiError, UnreachableError } from '../api.ts';
import { useRenameDocument } from '../queries.ts';

/** A pause in typing that is worth a save, milliseconds. */
const PAUSE = 500;
const RETRY = 3_000;

/** How long until it is worth another try, milliseconds; null where the server won't have it. */
const waitAfter = (error: unknown): number | null => {
  if (error instanceof UnreachableError) return RETRY;
  return error instanceof ApiError && error.status === 429 ? Math.max(error.retryAfter ?? RETRY, PAUSE) : null;
};

export interface TitleControl {
  /** What the field shows: the server's title, or what is being typed over it. */
  readonly title: string;
  change(title: string): void;
  /** Saves now what waits for a pause. */
  flush(): void;
  /** Something typed isn't on the server yet. */
  readonly unsaved: boolean;
  /** Why the server refused it. */
  readonly refused: string | null;
  /** What somebody else named it while one was typing here, and what is typed here takes the place of. */
  readonly theirs: string | null;
  /** Takes theirs after all. */
  takeTheirs(): void;
}

/** The document's title as it is typed. The server tells the others. */
export const useTitle = (id: string, serverTitle: string): TitleControl => {
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const { mutateAsync: rename } = useRenameDocument();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wanted = useRef<string | null>(null);
  const saving = useRef(false);
  /** Nobody types in it any more. */
  const left = useRef(false);
  const [stuck, setStuck] = useState(false);
  const theirs = useTheirs(serverTitle, draft);

  // One request at a time, the newest title last: two in flight could arrive in the wrong order.
  const save = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const title = wanted.current;
    if (title === null || saving.current) return;
    saving.current = true;
    try {
      await rename({ id, title: title.trim() });
      if (wanted.current === title) wanted.current = null;
      // The server has it without spaces at its ends; one that was just typed stays, or the next word would join the last.
      const isFinal = left.current || title === title.trim();
      setDraft((current) => (current === title && isFinal ? null : current));
      setRefused(null);
      setStuck(false);
    } catch (error) {
      const wait = waitAfter(error);
      if (wait !== null) {
        setStuck(true);
        timer.current = setTimeout(() => void save(), wait);
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
  useLeaveWarning(stuck);

  const change = (title: string): void => {
    left.current = false;
    setDraft(title);
    setRefused(null);
    wanted.current = title;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), PAUSE);
  };

  return {
    title: draft ?? serverTitle,
    change,
    theirs: theirs.title,
    takeTheirs() {
      if (theirs.title !== null) change(theirs.title);
      theirs.forget();
      void save();
    },
    flush() {
      left.current = true;
      if (wanted.current === null) setDraft(null);
      void save();
    },
    unsaved: draft !== null && draft.trim() !== serverTitle,
    refused,
  };
};

/** How long somebody else's title can be taken back to, milliseconds. */
const KEPT = 20_000;

/** A title that somebody else gave while one was typing another: the last one wins, but not unseen. */
const useTheirs = (serverTitle: string, draft: string | null): { title: string | null; forget(): void } => {
  const [theirs, setTheirs] = useState<string | null>(null);
  const base = useRef(serverTitle);
  const typed = useRef(new Set<string>());
  useEffect(() => {
    if (draft === null) {
      base.current = serverTitle;
      typed.current.clear();
      return;
    }
    typed.current.add(draft.trim());
    // What was typed here comes back from the server too.
    if (serverTitle === base.current || serverTitle === '' || typed.current.has(serverTitle)) return;
    base.current = serverTitle;
    setTheirs(serverTitle);
  }, [serverTitle, draft]);
  useEffect(() => {
    if (theirs === null) return undefined;
    const timer = setTimeout(() => setTheirs(null), KEPT);
    return () => clearTimeout(timer);
  }, [theirs]);
  return { title: theirs, forget: () => setTheirs(null) };
};

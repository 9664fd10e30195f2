import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Connection } from '../../client/index.ts';
import type { LiveValue } from '../../protocol/index.ts';

/** The connection that tells of live values. Null where an editor has none. */
export const ValuesContext = createContext<Connection | null>(null);

const never = (): (() => void) => () => undefined;

/** A live value as it is now; undefined while it isn't known. */
export const useLiveValue = (key: string): LiveValue | undefined => {
  const values = useContext(ValuesContext)?.values;
  return useSyncExternalStore(values?.subscribe ?? never, () => values?.value.get(key));
};

/** Keys of the values there are, in alphabetical order. */
export const useValueKeys = (): readonly string[] => {
  const values = useContext(ValuesContext)?.values;
  const all = useSyncExternalStore(values?.subscribe ?? never, () => values?.value);
  return [...(all?.keys() ?? [])].sort();
};

/** Why a value may not be what it is shown as; null while it is. */
export const useDoubt = (value: LiveValue | undefined): 'offline' | 'stale' | null => {
  const connection = useContext(ValuesContext);
  const status = useSyncExternalStore(connection?.status.subscribe ?? never, () => connection?.status.value.state);
  const until =
    value === undefined || value.staleAfter === null ? null : Date.parse(value.at) + value.staleAfter * 1000;
  const [passed, setPassed] = useState<number | null>(null);
  useEffect(() => {
    if (until === null) return undefined;
    // The longest that a timer takes.
    const timer = setTimeout(() => setPassed(until), Math.min(Math.max(0, until - Date.now()), 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }, [until]);
  if (status !== 'connected') return 'offline';
  return until !== null && passed === until ? 'stale' : null;
};

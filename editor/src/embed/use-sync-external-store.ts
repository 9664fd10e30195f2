import { useRef, useSyncExternalStore } from 'react';

/* In the place of the shims that some packages bring: React has it itself. */

export { useSyncExternalStore };

interface Chosen<Choice> {
  readonly value: Choice;
}

/** What `selector` takes of a store: the same value for as long as `isEqual` finds it so. */
const useSyncExternalStoreWithSelector = <State, Choice>(
  subscribe: (listener: () => void) => () => void,
  getSnapshot: () => State,
  _getServerSnapshot: unknown,
  selector: (state: State) => Choice,
  isEqual: (a: Choice, b: Choice) => boolean = Object.is,
): Choice => {
  const last = useRef<Chosen<Choice>>(null);
  return useSyncExternalStore(subscribe, () => {
    const value = selector(getSnapshot());
    if (last.current === null || !isEqual(last.current.value, value)) last.current = { value };
    return last.current.value;
  });
};

/** As one such package imports it. */
export default { useSyncExternalStoreWithSelector };

import { useSyncExternalStore } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { Source } from '../client/observable.ts';

const followed = new WeakMap<Awareness, Source<string | null>>();

/** Whom one follows in a document, by id: one's view goes where theirs goes. Null while nobody. */
export const followingIn = (awareness: Awareness): Source<string | null> => {
  const known = followed.get(awareness);
  if (known) return known;
  const source = new Source<string | null>(null);
  followed.set(awareness, source);
  return source;
};

export const useFollowing = (awareness: Awareness): string | null => {
  const source = followingIn(awareness);
  return useSyncExternalStore(
    (listener) => source.subscribe(listener),
    () => source.value,
  );
};

import { useSyncExternalStore } from 'react';
import type { Observable } from '../client/index.ts';

export const useObservable = <T>(observable: Observable<T>): T =>
  useSyncExternalStore(observable.subscribe, () => observable.value);

import type * as Y from 'yjs';
import { Places } from './places.ts';
import { boardElements } from './schema.ts';

/** Hears of elements that a transaction has changed, made or taken away, twice where it has put them elsewhere too. */
export type ElementsListener = (ids: ReadonlySet<string>, transaction: Y.Transaction) => void;

/** Calls back after each transaction that concerns elements; returns how to stop. */
export const observeElements = (doc: Y.Doc, listener: ElementsListener): (() => void) => {
  const elements = boardElements(doc);
  const onEvents = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    const ids = new Set<string>();
    for (const event of events) {
      if (event.path.length > 0) ids.add(String(event.path[0]));
      else for (const id of (event as unknown as Y.YMapEvent<unknown>).keysChanged) ids.add(String(id));
    }
    listener(ids, transaction);
  };
  elements.observeDeep(onEvents);
  const stopPlaces = Places.of(doc).observe(listener);
  return () => {
    elements.unobserveDeep(onEvents);
    stopPlaces();
  };
};

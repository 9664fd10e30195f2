import { ALL_VALUES_EVENT, isValueKey, type LiveValue, VALUES_EVENT } from '../protocol/index.ts';
import type { DocumentEvent } from './connection.ts';
import { type Observable, Source } from './observable.ts';

/** Numbers that are remembered of each value. */
const MOST_RECENT = 60;

/** A document's live values, by their keys, as the server tells them. */
export class LiveValueTable implements Observable<ReadonlyMap<string, LiveValue>> {
  readonly #values = new Source<ReadonlyMap<string, LiveValue>>(new Map());
  readonly subscribe = this.#values.subscribe;

  get value(): ReadonlyMap<string, LiveValue> {
    return this.#values.value;
  }

  /** Takes what an event says of them; others are passed over. Bytes from outside: what isn't a value is none. */
  take({ name, data }: DocumentEvent): void {
    if (name !== VALUES_EVENT && name !== ALL_VALUES_EVENT) return;
    const isAll = name === ALL_VALUES_EVENT;
    const told: unknown = isAll ? Object(data).values : data;
    if (typeof told !== 'object' || told === null) return;
    const values = new Map(isAll ? [] : this.value);
    for (const [key, given] of Object.entries(told)) {
      const value = isValueKey(key) ? asValue(given, isAll ? [] : (values.get(key)?.recent ?? [])) : null;
      if (value) values.set(key, value);
      else values.delete(key);
    }
    this.#values.set(values);
  }
}

const asValue = (given: unknown, before: LiveValue['recent']): LiveValue | null => {
  const { value, at, staleAfter, recent } = Object(given) as Partial<Record<keyof LiveValue, unknown>>;
  if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') return null;
  const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(time)) return null;
  const earlier = Array.isArray(recent) ? recent.filter(isPoint) : before;
  const isNew = typeof value === 'number' && earlier.at(-1)?.[0] !== time;
  return {
    value,
    at: new Date(time).toISOString(),
    staleAfter: typeof staleAfter === 'number' ? staleAfter : null,
    recent: (isNew ? [...earlier, [time, value] as [number, number]] : earlier).slice(-MOST_RECENT),
  };
};

const isPoint = (point: unknown): point is [number, number] =>
  Array.isArray(point) && point.length === 2 && point.every((each) => Number.isFinite(each));

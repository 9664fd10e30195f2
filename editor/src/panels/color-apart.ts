import { COLORS } from './identity.ts';
import { personOf } from './people.ts';

/** The field of an awareness state that says since when its window is open, milliseconds since 1970. */
export const SINCE = 'since';

interface OwnWindow {
  readonly client: number;
  readonly id: string;
  readonly since: number;
  /** The colour it has at present. */
  readonly color: string;
}

/**
 * The colour for one's own window, as everybody's states have it: of two people in one colour the one who came later
 * takes that which is furthest from all others'; a person's windows have the colour of the one that is open longest.
 * Whoever was here before keeps theirs, and with more people than colours all do.
 */
export const colorApart = (states: ReadonlyMap<number, Readonly<Record<string, unknown>>>, own: OwnWindow): string => {
  const windows = [...states].flatMap(([client, state]) => {
    const person = client === own.client ? null : personOf(state);
    return person ? { client, id: person.id, color: person.color, since: sinceOf(state) } : [];
  });
  const [oldest] = windows.filter((window) => window.id === own.id && isBefore(window, own)).sort(byAge);
  if (oldest) return oldest.color;
  const others = windows.filter(({ id }) => id !== own.id);
  const isTaken = others.some((other) => other.color === own.color && isBefore(other, own));
  return isTaken ? furthest(own.color, new Set(others.map(({ color }) => color))) : own.color;
};

/** Stock editors don't say: they never give way, and so are given way to. */
const sinceOf = (state: Readonly<Record<string, unknown>>): number => {
  const since = state[SINCE];
  return typeof since === 'number' && Number.isFinite(since) ? since : 0;
};

type Age = Pick<OwnWindow, 'since' | 'client'>;

const byAge = (a: Age, b: Age): number => a.since - b.since || a.client - b.client;
const isBefore = (a: Age, b: Age): boolean => byAge(a, b) < 0;

/** Of the colours that nobody has, the one that is furthest from all that somebody has; `color` where there is none. */
const furthest = (color: string, taken: ReadonlySet<string>): string => {
  const places = COLORS.flatMap((each, index) => (taken.has(each) ? index : []));
  let best = { color, distance: 0 };
  for (const [index, each] of COLORS.entries()) {
    const distance = Math.min(COLORS.length, ...places.map((place) => apart(index, place)));
    if (distance > best.distance) best = { color: each, distance };
  }
  return best.color;
};

/** They stand in the order of a rainbow, whose ends meet. */
const apart = (a: number, b: number): number => Math.min(Math.abs(a - b), COLORS.length - Math.abs(a - b));

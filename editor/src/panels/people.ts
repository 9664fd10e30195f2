import { useEffect, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { isColor } from '../protocol/index.ts';

/** Somebody who has the document open, in one window or several. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** A CSS colour that is known to be one. */
  readonly color: string;
  readonly self: boolean;
}

type States = ReadonlyMap<number, Readonly<Record<string, unknown>>>;

/** The field of an awareness state that says that its author is typing. */
export const TYPING = 'typing';

const PLAIN_COLOR = '#64748b';

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/**
 * Everybody in the awareness states, once each, oneself first and the others by name. A state without a user is a
 * window that hasn't said who it is, and isn't counted.
 */
export const peopleIn = (states: States, ownClient: number): Person[] => {
  const people = new Map<string, Person>();
  for (const [client, state] of states) {
    const person = personOf(state);
    const self = client === ownClient;
    if (person && (self || !people.has(person.id))) people.set(person.id, { ...person, self });
  }
  return [...people.values()].sort((a, b) => Number(b.self) - Number(a.self) || a.name.localeCompare(b.name));
};

/** Whose window a state is of; null for one that hasn't said. */
export const personOf = (state: Readonly<Record<string, unknown>>): Omit<Person, 'self'> | null => {
  const user = Object(state.user) as Record<string, unknown>;
  const name = text(user.name) || text(state.name);
  if (name === '') return null;
  const color = [user.color, state.color].find(isColor);
  // Stock editors send no id; then a name and its colour are all there is to tell people apart by.
  return { id: text(user.id) || `${name} ${String(color)}`, name, color: color ?? PLAIN_COLOR };
};

/** Who is typing just now, others than oneself, by their ids. */
export const typingIn = (states: States, ownClient: number): ReadonlySet<string> =>
  new Set(
    [...states].flatMap(([client, state]) =>
      client !== ownClient && state[TYPING] === true ? (personOf(state)?.id ?? []) : [],
    ),
  );

const same = (a: readonly Person[], b: readonly Person[]): boolean =>
  a.length === b.length &&
  a.every((person, index) => {
    const other = b[index];
    return other !== undefined && person.id === other.id && person.name === other.name && person.color === other.color;
  });

/** Who is here, as it changes; cursors that move don't count as a change. */
export const usePeople = (awareness: Awareness): readonly Person[] => {
  const [people, setPeople] = useState<readonly Person[]>([]);
  useEffect(() => {
    const update = (): void => {
      const next = peopleIn(awareness.getStates(), awareness.clientID);
      setPeople((shown) => (same(shown, next) ? shown : next));
    };
    update();
    awareness.on('change', update);
    return () => awareness.off('change', update);
  }, [awareness]);
  return people;
};

const NOBODY: ReadonlySet<string> = new Set();

/** Who is typing just now, by their ids. */
export const useTyping = (awareness: Awareness): ReadonlySet<string> => {
  const [typing, setTyping] = useState(NOBODY);
  useEffect(() => {
    const update = (): void => {
      const next = typingIn(awareness.getStates(), awareness.clientID);
      setTyping((shown) => ([...shown].join() === [...next].join() ? shown : next));
    };
    update();
    awareness.on('change', update);
    return () => awareness.off('change', update);
  }, [awareness]);
  return typing;
};

/** At most two letters that stand for a name. */
export const initials = (name: string): string => {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
};

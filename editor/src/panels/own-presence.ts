import { useEffect, useRef } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { Connection } from '../client/index.ts';
import { useObservable } from '../document/use-observable.ts';
import { colorApart, SINCE } from './color-apart.ts';
import type { Person } from './people.ts';

/** Who one is by one's own word; a token's goes before it. */
export interface OwnPerson extends Omit<Person, 'self'> {
  /** How often its colour was chosen: 0 for one that was given by chance, and may be another where somebody has it. */
  readonly picks: number;
}

/** Those who come together are looked at together, milliseconds. */
const TOGETHER = 150;
/** Of the page, so that who is here longer keeps a colour also where they look at something else meanwhile. */
const since = Math.round(performance.timeOrigin);

/** Says to everybody who one is, for as long as the component is there, in a colour that nobody who was here before has. */
export const useOwnPresence = ({ awareness, user }: Connection, person: OwnPerson): void => {
  const told = useObservable(user);
  const { name, picks } = person;
  const id = told?.id ?? person.id;
  const wish = told?.color ?? person.color;
  const isGiven = told?.color != null || picks > 0;
  /** The colour at present, and what it was made of. */
  const shown = useRef({ wish, picks, color: wish });

  useEffect(() => {
    if (shown.current.wish !== wish || shown.current.picks !== picks) shown.current = { wish, picks, color: wish };
    return keepPresence(awareness, (states) => {
      const { color } = shown.current;
      const next = isGiven ? wish : colorApart(states, { client: awareness.clientID, id, since, color });
      shown.current = { wish, picks, color: next };
      return { id, name, color: next };
    });
  }, [awareness, id, name, wish, picks, isGiven]);
};

const keepPresence = (
  awareness: Awareness,
  own: (states: ReadonlyMap<number, Readonly<Record<string, unknown>>>) => Omit<Person, 'self'>,
): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    timer = undefined;
    const before = awareness.getLocalState();
    const user = own(awareness.getStates());
    if (before?.[SINCE] !== since) awareness.setLocalStateField(SINCE, since);
    if (JSON.stringify(before?.user) !== JSON.stringify(user)) awareness.setLocalStateField('user', user);
  };
  const tellSoon = (): void => {
    timer ??= setTimeout(tell, TOGETHER);
  };
  tell();
  awareness.on('change', tellSoon);
  return () => {
    awareness.off('change', tellSoon);
    clearTimeout(timer);
  };
};

import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import { type Person, useTyping } from '../../panels/people.ts';
import { announce } from '../../ui/announce.ts';
import { useThoseHere } from '../mentions/people-context.ts';

/** People who come and go within this are said together, milliseconds. */
const TOGETHER = 2_000;
/** How long nobody has to have typed before that somebody does is news again, milliseconds. */
const QUIET = 60_000;

/** Names while they are few, else their number. */
const phrase = (t: TFunction, people: readonly Person[], one: 'joined' | 'left'): string => {
  const [first, second, third] = people;
  if (!first) return '';
  if (third) return t(`together.${one}Many`, { count: people.length });
  if (second) return t(`together.${one}Two`, { first: first.name, second: second.name });
  return t(`together.${one}`, { name: first.name });
};

/** Has it read out who came, who went and, rarely, who types. */
export const usePeopleNews = (awareness: Awareness): void => {
  const { t } = useTranslation();
  const people = useThoseHere();
  const typing = useTyping(awareness);
  const known = useRef<readonly Person[]>([]);
  const [opened] = useState(Date.now);
  const lastTyping = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const others = people.filter(({ self }) => !self);
    if (Date.now() - opened < TOGETHER) {
      // Who was here before oneself is no news, and takes a moment to be heard of.
      known.current = others;
      return undefined;
    }
    const timer = setTimeout(() => {
      const before = known.current;
      known.current = others;
      const isIn = (list: readonly Person[]) => (person: Person) => list.some(({ id }) => id === person.id);
      announce(
        phrase(
          t,
          others.filter((each) => !isIn(before)(each)),
          'joined',
        ),
      );
      announce(
        phrase(
          t,
          before.filter((each) => !isIn(others)(each)),
          'left',
        ),
      );
    }, TOGETHER);
    return () => clearTimeout(timer);
  }, [people, opened, t]);

  useEffect(() => {
    const typist = people.find(({ id }) => typing.has(id));
    const now = Date.now();
    if (typist && now - lastTyping.current > QUIET) announce(t('together.typing', { name: typist.name }));
    if (typing.size > 0) lastTyping.current = now;
  }, [people, typing, t]);
};

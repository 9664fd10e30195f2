import { useEffect, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { isColor } from '../protocol/index.ts';
import { readSetting, writeSetting } from '../ui/settings.ts';
import { type Person, peopleIn } from './people.ts';

/** More than anybody writes with in one document; who was met last stays. */
const MOST = 50;

const settingOf = (documentId: string): string => `met.${documentId}`;

const isPerson = (value: unknown): value is Person => {
  const { id, name, color } = Object(value) as Record<string, unknown>;
  return typeof id === 'string' && typeof name === 'string' && isColor(color);
};

export const parsePeople = (stored: string | null): readonly Person[] => {
  try {
    const list: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(list)
      ? list.filter(isPerson).map(({ id, name, color }) => ({ id, name, color, self: false }))
      : [];
  } catch {
    // Another hand wrote there.
    return [];
  }
};

/** Who is here first, oneself at their head; then who was, the last met first. */
export const mergePeople = (here: readonly Person[], met: readonly Person[]): readonly Person[] => {
  const present = new Set(here.map(({ id }) => id));
  return [...here, ...met.filter(({ id }) => !present.has(id))].slice(0, MOST);
};

/** Who is in a document and who was while this browser had it open, now or some other day. */
export const useAcquaintances = (awareness: Awareness, documentId: string): readonly Person[] => {
  const [people, setPeople] = useState<readonly Person[]>([]);
  useEffect(() => {
    const setting = settingOf(documentId);
    const update = (): void => {
      const met = readSetting(setting);
      const all = mergePeople(peopleIn(awareness.getStates(), awareness.clientID), parsePeople(met));
      const others = JSON.stringify(
        all.filter(({ self }) => !self).map(({ id, name, color }) => ({ id, name, color })),
      );
      if (others !== (met ?? '[]')) writeSetting(setting, others);
      setPeople((shown) => (JSON.stringify(shown) === JSON.stringify(all) ? shown : all));
    };
    update();
    awareness.on('change', update);
    return () => awareness.off('change', update);
  }, [awareness, documentId]);
  return people;
};

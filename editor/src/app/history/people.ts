import { colorFor } from '../../panels/identity.ts';
import type { PersonSummary } from '../../protocol/index.ts';

/** Somebody who wrote, as they are shown. */
export interface ShownPerson {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

const NAMELESS_COLOR = '#64748b';

/** How each author is shown; `nameless` is what those are called that nobody can name. */
export const peopleByIds = (people: readonly PersonSummary[], nameless: string) => {
  const known = new Map(people.map((person) => [person.id, person]));
  return (id: string | null): ShownPerson => {
    if (id === null) return { id: '', name: nameless, color: NAMELESS_COLOR };
    const { name = nameless, color } = known.get(id) ?? {};
    return { id, name, color: color ?? colorFor(id) };
  };
};

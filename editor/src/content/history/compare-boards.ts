import * as Y from 'yjs';
import { type BoardElement, boardElements, moversBetween, sameValue, shownElements } from '../board/index.ts';
import { type ChangeKind, ChangeList, type Comparison, type Witness } from './change.ts';
import { lastAuthor } from './compare-entries.ts';

/**
 * How a board became another state of itself: the elements that came, went and changed, from top to bottom, each named
 * `elements/` and its id, and what they are, `kind/` and the type. A shape and the words in it are one place.
 */
export function compareBoards(was: Y.Doc, now: Y.Doc, witness: Witness): Comparison {
  const list = new ChangeList();
  const [before, after] = [shownById(was), shownById(now)];
  const moverOf = moversBetween(was, now);
  const lastWriter = (id: string): string | null => {
    const [stored, old] = [boardElements(now).get(id), boardElements(was).get(id)];
    return stored instanceof Y.Map ? lastAuthor(stored, witness, old instanceof Y.Map ? old : null) : null;
  };
  for (const place of placesOf(before, after)) {
    list.pass();
    const type = place.map((id) => after.get(id) ?? before.get(id))[0]?.type;
    const note = (
      kind: ChangeKind,
      by: string | null,
      said: { about: string; inserted?: string; removed?: string },
    ) => {
      list.note(kind, by, said);
      list.note(kind, by, { about: `kind/${type}` });
    };
    for (const id of place) {
      const [old, fresh] = [before.get(id), after.get(id)];
      const about = `elements/${id}`;
      if (old && fresh) {
        if (sameValue(old, fresh)) continue;
        const kind = isElsewhere(old, fresh) ? 'moved' : 'changed';
        const mover = moverOf(id);
        const by = kind === 'moved' && mover !== null ? witness.ownerOf(mover) : lastWriter(id);
        const [removed, inserted] = [wordsOf(old), wordsOf(fresh)];
        note(kind, by ?? (mover === null ? null : witness.ownerOf(mover)), {
          about,
          ...(removed !== inserted && { removed, inserted }),
        });
      } else if (fresh) {
        const { client } = itemOf(now, id) ?? {};
        // One that was deleted and came back is whose who brought it back.
        const by = boardElements(was).has(id) || client === undefined ? lastWriter(id) : witness.ownerOf(client);
        note('inserted', by, { about, inserted: wordsOf(fresh) });
      } else if (old) {
        const gone = boardElements(now).has(id) ? null : itemOf(was, id);
        const by = gone ? witness.removerOf(gone.client, gone.clock) : lastWriter(id);
        note('removed', by, { about, removed: wordsOf(old) });
      }
    }
  }
  return { marked: null, changes: list.changes };
}

const shownById = (doc: Y.Doc): ReadonlyMap<string, BoardElement> =>
  new Map([...shownElements(doc)].map((element) => [element.id, element]));

/** Ids that are looked at together: those of a shape and of what is written in it. */
const placesOf = (
  before: ReadonlyMap<string, BoardElement>,
  after: ReadonlyMap<string, BoardElement>,
): readonly (readonly string[])[] => {
  const all = new Map([...before, ...after]);
  const places = new Map<string, string[]>();
  const downwards = [...all.values()].sort((a, b) => a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : 1));
  for (const element of downwards) {
    const container = element.type === 'text' ? element.containerId : null;
    const place = container !== null && all.has(container) ? container : element.id;
    const ids = places.get(place);
    if (ids === undefined) places.set(place, [element.id]);
    else if (element.id === place) ids.unshift(element.id);
    else ids.push(element.id);
  }
  return [...places.values()];
};

const PLACE = { x: 0, y: 0 };

/** Whether nothing of it is another but where it is. */
const isElsewhere = (old: BoardElement, fresh: BoardElement): boolean =>
  (old.x !== fresh.x || old.y !== fresh.y) && sameValue({ ...old, ...PLACE }, { ...fresh, ...PLACE });

const itemOf = (doc: Y.Doc, id: string) => boardElements(doc)._map.get(id)?.id;

const wordsOf = (element: BoardElement): string => {
  if (element.type === 'text') return element.originalText;
  return element.type === 'frame' || element.type === 'magicframe' ? (element.name ?? '') : '';
};

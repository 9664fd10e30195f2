import * as Y from 'yjs';
import { packShared } from '../binding/parcel.ts';
import { isShared, type SharedType } from '../binding/runs.ts';
import { isCommentMark } from '../comments/mark-names.ts';
import { ChangeList, type Comparison, type Witness } from './change.ts';
import { rootsOf, rootTypeOf } from './roots.ts';
import { compareTexts } from './text-diff.ts';
import { segmentsOf, Units } from './units.ts';

/**
 * How two states differ that no editor of ours shows: what a foreign editor keeps. Things at the root are told one by one,
 * by their keys; texts by their words.
 */
export function compareEntries(was: Y.Doc, now: Y.Doc, witness: Witness): Comparison {
  const list = new ChangeList();
  for (const name of new Set([...rootsOf(was), ...rootsOf(now)])) {
    const kind = rootTypeOf(name, was, now) as never;
    const [before, after] = [was.get(name, kind) as SharedType, now.get(name, kind) as SharedType];
    if (before instanceof Y.Text && after instanceof Y.Text) compareWords(list, before, after, witness);
    else if (before instanceof Y.Map && after instanceof Y.Map) {
      compareMaps(list, before, after, { name, witness });
    } else if (textOf(before) !== textOf(after)) list.note('changed', lastAuthor(after, witness), { about: name });
    list.pass();
  }
  return { marked: null, changes: list.changes };
}

function compareWords(list: ChangeList, was: Y.Text, now: Y.Text, witness: Witness): void {
  const [before, after] = [new Units(segmentsOf(was)), new Units(segmentsOf(now))];
  for (const step of compareTexts(before, after)) {
    if (step.kind === 'same') list.pass();
    else if (step.kind === 'inserted') {
      for (const { client, text } of after.slice(step.now, step.now + step.length)) {
        list.note('inserted', witness.ownerOf(client), { inserted: text });
      }
    } else {
      for (const { client, clock, text } of before.slice(step.was, step.was + step.length)) {
        list.note('removed', witness.removerOf(client, clock), { removed: text });
      }
    }
  }
}

interface MapPlace {
  readonly name: string;
  readonly witness: Witness;
}

function compareMaps(list: ChangeList, was: Y.Map<unknown>, now: Y.Map<unknown>, { name, witness }: MapPlace): void {
  for (const key of new Set([...was.keys(), ...now.keys()])) {
    const [before, after] = [was.get(key), now.get(key)];
    const about = `${name}/${key}`;
    const item = (now.has(key) ? now : was)._map.get(key);
    const { client = 0, clock = 0 } = item?.id ?? {};
    list.pass();
    if (!was.has(key)) list.note('inserted', witness.ownerOf(client), { about, inserted: labelOf(after) });
    else if (!now.has(key)) list.note('removed', witness.removerOf(client, clock), { about, removed: labelOf(before) });
    else if (valueText(before) !== valueText(after)) {
      const by = isShared(after)
        ? lastAuthor(after, witness, isShared(before) ? before : null)
        : witness.ownerOf(client);
      list.note('changed', by, { about, inserted: labelOf(after), removed: labelOf(before) });
    }
  }
}

/** Whoever wrote what is newest in a thing, of what it hadn't before. */
export function lastAuthor(type: SharedType, witness: Witness, before: SharedType | null = null): string | null {
  const had = new Map([...(before?._map ?? [])].map(([key, item]) => [key, `${item.id.client} ${item.id.clock}`]));
  let newest: Y.Item | null = null;
  for (const [key, item] of type._map) {
    if (isCommentMark(key)) continue;
    if (had.get(key) !== `${item.id.client} ${item.id.clock}` && (newest === null || item.id.clock > newest.id.clock)) {
      newest = item;
    }
  }
  for (let item = type._start; item; item = item.right) {
    if (!item.deleted && (newest === null || item.id.clock > newest.id.clock)) newest = item;
  }
  return newest ? witness.ownerOf(newest.id.client) : null;
}

function textOf(type: SharedType): string {
  return JSON.stringify(packShared(type));
}

function valueText(value: unknown): string {
  if (!isShared(value)) return JSON.stringify(value);
  const packed = packShared(value);
  // What comments are about is no change of it.
  if (packed?.is !== 'map') return JSON.stringify(packed);
  return JSON.stringify(Object.entries(packed.entries as object).filter(([key]) => !isCommentMark(key)));
}

const LONGEST_LABEL = 120;

/** Words in it that people know it by, if there are any. */
function labelOf(value: unknown): string {
  if (value instanceof Y.Text) return new Units(segmentsOf(value)).text.slice(0, LONGEST_LABEL);
  if (!(value instanceof Y.Map)) return '';
  const words = [...value.values()].flatMap((each) => {
    if (each instanceof Y.Text) return labelOf(each);
    const text = typeof each === 'object' && each !== null && 'text' in each ? each.text : null;
    return typeof text === 'string' ? text : [];
  });
  return words.join(' ').slice(0, LONGEST_LABEL);
}

import * as Y from 'yjs';
import { LIST_ITEM, sameJson } from '../binding/schema.ts';
import { align, type Likeness, type Pair } from './align.ts';
import { ChangeList, type ChangeMark, type Comparison, type Witness } from './change.ts';
import { type MarkedBlock, type MarkedRun, markedDocument } from './marked.ts';
import { compareTexts, type TextStep } from './text-diff.ts';
import { isTablePart, isWholeTable, type TreeBlock, treeOf, wordsIn } from './tree.ts';
import type { Segment, Units } from './units.ts';

/** How a document became another state of itself, and by whom. */
export function compareDocuments(was: Y.Doc, now: Y.Doc, witness: Witness): Comparison {
  const comparer = new Comparer(witness);
  const blocks = comparer.blocks(treeOf(was), treeOf(now));
  return { marked: Y.encodeStateAsUpdate(markedDocument(blocks)), changes: comparer.list.changes };
}

const LIKENESS: Likeness<TreeBlock> = {
  id: ({ id }) => id,
  content: ({ content }) => content,
  alike: (was, now) => was.type === now.type && sharesWords(wordsIn(was), wordsIn(now)),
};

/** Cells are known by their column: what a row that was made anew has in it was there before. */
const CELLS: Likeness<TreeBlock> = { ...LIKENESS, alike: (was, now) => was.fields.$column === now.fields.$column };

class Comparer {
  readonly list = new ChangeList();
  readonly #witness: Witness;

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  blocks(was: readonly TreeBlock[], now: readonly TreeBlock[], likeness = LIKENESS): MarkedBlock[] {
    return align(was, now, likeness).flatMap((pair) => this.#block(pair));
  }

  #block({ was, now, moved }: Pair<TreeBlock>): MarkedBlock[] {
    if (was && now) return [this.#both(was, now, moved)];
    if (now) return [this.#alone(now, 'inserted')];
    return was ? [this.#alone(was, 'removed')] : [];
  }

  #both(was: TreeBlock, now: TreeBlock, moved: boolean): MarkedBlock {
    if (was.content === now.content && !moved) {
      this.list.pass();
      return unchanged(now);
    }
    const mark = this.#markOfBlock(was, now, moved);
    const fields = isWholeTable(now) ? withGoneColumns(was, now) : now.fields;
    const isTable = isTablePart(now) || isWholeTable(now);
    const children = this.blocks(was.children, now.children, isTable ? CELLS : LIKENESS);
    const runs = this.#runs(was.text, now.text);
    if (now.children.length === 0) this.list.pass();
    return { type: now.type, fields, mark, runs, children };
  }

  #markOfBlock(was: TreeBlock, now: TreeBlock, moved: boolean): ChangeMark | null {
    const names = was.type === now.type ? changedFields(was, now) : ['type'];
    if (moved) {
      const by = this.#entryOwner(now, '_at') ?? this.#ownerOfBlock(now);
      return this.#mark('moved', by, { about: now.type });
    }
    const [name] = names;
    if (name === undefined) return null;
    const by = this.#entryOwner(now, name === 'type' ? '_as' : name);
    let n = 0;
    for (const each of names) n = this.list.note('changed', by, { about: each });
    return { kind: 'changed', by, n };
  }

  #mark(kind: ChangeMark['kind'], by: string | null, said: Parameters<ChangeList['note']>[2]): ChangeMark {
    return { kind, by, n: this.list.note(kind, by, said) };
  }

  #alone(block: TreeBlock, kind: 'inserted' | 'removed'): MarkedBlock {
    const by = kind === 'inserted' ? this.#ownerOfBlock(block) : this.#removerOfBlock(block);
    const isWordless = block.text.text === '' && block.children.length === 0;
    const mark = this.#mark(kind, by, isWordless || isWholeTable(block) ? { about: block.type } : {});
    const runs = block.text.segments.flatMap((segment) => this.#run(segment, kind));
    if (block.text.text !== '') this.list.note(kind, by, { [kind]: '\n' });
    const children = block.children.map((child) => this.#alone(child, kind));
    return { type: block.type, fields: block.fields, mark, runs, children };
  }

  #runs(was: Units, now: Units): MarkedRun[] {
    return compareTexts(was, now).flatMap((step): MarkedRun[] => {
      if (step.kind === 'inserted') {
        return now.slice(step.now, step.now + step.length).flatMap((segment) => this.#run(segment, 'inserted'));
      }
      if (step.kind === 'removed') {
        return was.slice(step.was, step.was + step.length).flatMap((segment) => this.#run(segment, 'removed'));
      }
      return this.#same(was, now, step);
    });
  }

  #run(segment: Segment, kind: 'inserted' | 'removed'): MarkedRun[] {
    if (segment.isStray) return [];
    if (kind === 'inserted') {
      const by = this.#witness.ownerOf(segment.client);
      return [{ segment, mark: this.#mark(kind, by, { inserted: segment.text }) }];
    }
    // One who wrote it in one go, several who deleted parts of it.
    const parts: { by: string | null; from: number; to: number }[] = [];
    for (let i = 0; i < segment.text.length; i++) {
      const by = this.#witness.removerOf(segment.client, segment.clock + i);
      const last = parts.at(-1);
      if (last && last.by === by) last.to = i + 1;
      else parts.push({ by, from: i, to: i + 1 });
    }
    return parts.map(({ by, from, to }) => {
      const text = segment.text.slice(from, to);
      return { segment: { ...segment, text }, mark: this.#mark(kind, by, { removed: text }) };
    });
  }

  #same(was: Units, now: Units, step: TextStep & { kind: 'same' }): MarkedRun[] {
    const runs: MarkedRun[] = [];
    let at = 0;
    for (const segment of now.slice(step.now, step.now + step.length)) {
      const end = at + segment.text.length;
      for (const before of was.slice(step.was + at, step.was + end)) {
        const text = segment.text.slice(at - (end - segment.text.length)).slice(0, before.text.length);
        at += before.text.length;
        if (segment.isStray) continue;
        const name = before.key === segment.key ? undefined : changedLook(before, segment);
        if (name === undefined) this.list.pass();
        const by = name === undefined ? null : this.#stylistOf(segment, name);
        const mark = name === undefined ? null : this.#mark('restyled', by, { about: name });
        runs.push({ segment: { ...segment, text }, mark });
      }
    }
    return runs;
  }

  #stylistOf({ styledBy }: Segment, name: string): string | null {
    const client = styledBy.get(name);
    return client === undefined ? null : this.#witness.ownerOf(client);
  }

  #ownerOfBlock({ element }: TreeBlock): string | null {
    return element._item ? this.#witness.ownerOf(element._item.id.client) : null;
  }

  #removerOfBlock({ element }: TreeBlock): string | null {
    return element._item ? this.#witness.removerOf(element._item.id.client, element._item.id.clock) : null;
  }

  #entryOwner({ element }: TreeBlock, name: string): string | null {
    const item = element._map.get(name);
    return item ? this.#witness.ownerOf(item.id.client) : null;
  }
}

function unchanged({ type, fields, text, children }: TreeBlock): MarkedBlock {
  const runs = text.segments.flatMap((segment) => (segment.isStray ? [] : { segment, mark: null }));
  return { type, fields, mark: null, runs, children: children.map(unchanged) };
}

/** Names of the fields that differ, as they are said to people: without what tells one column of a table from another. */
function changedFields(was: TreeBlock, now: TreeBlock): string[] {
  const names = [...new Set([...Object.keys(was.fields), ...Object.keys(now.fields)])].filter(
    (name) => !sameJson(was.fields[name] ?? null, now.fields[name] ?? null),
  );
  // A box that was never ticked says nothing of it, one that was unticked says so.
  const isIdle = (name: string) =>
    now.type === LIST_ITEM && name === 'checked' && !was.fields[name] && !now.fields[name];
  return [...new Set(names.filter((name) => !isIdle(name)))];
}

function changedLook(was: Segment, now: Segment): string | undefined {
  const names = new Set([...Object.keys(now.look), ...Object.keys(was.look)]);
  return [...names].find((name) => !sameJson(was.look[name] ?? null, now.look[name] ?? null));
}

/** Columns that are gone are shown as long as what was in them is. */
function withGoneColumns(was: TreeBlock, now: TreeBlock): TreeBlock['fields'] {
  const gone = Object.entries(was.fields).filter(([name]) => name.startsWith('$at.') && !(name in now.fields));
  return { ...Object.fromEntries(gone), ...now.fields };
}

const WORDS_COMPARED = 200;

function sharesWords(a: string, b: string): boolean {
  const words = new Set(a.split(/\s+/, WORDS_COMPARED).filter(Boolean));
  const others = new Set(b.split(/\s+/, WORDS_COMPARED).filter(Boolean));
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared * 2 > Math.max(words.size, others.size);
}

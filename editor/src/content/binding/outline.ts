import * as Y from 'yjs';
import { MAX_DEPTH, readMark, SLOT } from './schema.ts';
import { isPartOfTable } from './table-parts.ts';

/** A block as people see it: its element, and those that were merged into it, in the order their texts continue. */
export interface Block {
  readonly head: Y.XmlElement;
  readonly fragments: readonly Y.XmlElement[];
}

/** The blocks of a container in the order they are shown, with moves and merges applied. */
export function outlineOf(container: Y.XmlElement): Block[] {
  return gatherFragments(inDisplayOrder(container));
}

/** What marks a block's place among its siblings: the slot it was moved to, or itself. */
export function anchorOf(head: Y.XmlElement): Y.XmlElement {
  const slot = readMark(head, '_at');
  if (slot === undefined || !(head.parent instanceof Y.XmlElement)) return head;
  return elementsOf(head.parent).find((sibling) => isSlot(sibling) && readMark(sibling, '_id') === slot) ?? head;
}

/** The texts of a block, in reading order. A block has one; more come of merges and of old or foreign writers. */
export function textsOf(block: Block): Y.XmlText[] {
  return [block.head, ...block.fragments].flatMap((element) =>
    element.toArray().filter((child) => child instanceof Y.XmlText),
  );
}

export function elementsOf(container: Y.XmlElement): Y.XmlElement[] {
  return container.toArray().filter((child) => child instanceof Y.XmlElement);
}

export function isSlot(element: Y.XmlElement): boolean {
  return element.nodeName === SLOT;
}

function inDisplayOrder(container: Y.XmlElement): Y.XmlElement[] {
  const elements = elementsOf(container);
  const slots = new Set(elements.filter(isSlot).map((slot) => readMark(slot, '_id')));
  if (slots.size === 0) return elements;
  // The first block to name a slot has it; another that does (no client of ours makes one) stays where it lies.
  const tenants = new Map<unknown, Y.XmlElement>();
  const moved = new Set<Y.XmlElement>();
  for (const element of elements) {
    const at = readMark(element, '_at');
    if (at === undefined || isSlot(element) || !slots.has(at) || tenants.has(at)) continue;
    tenants.set(at, element);
    moved.add(element);
  }
  return elements.flatMap((element) => {
    if (!isSlot(element)) return moved.has(element) ? [] : [element];
    const id = readMark(element, '_id');
    const tenant = tenants.get(id);
    tenants.delete(id);
    return tenant ? [tenant] : [];
  });
}

function gatherFragments(elements: Y.XmlElement[]): Block[] {
  if (!elements.some((element) => readMark(element, '_joined') !== undefined)) {
    return elements.map((head) => ({ head, fragments: [] }));
  }
  const byId = new Map<unknown, Y.XmlElement>();
  for (const element of elements) {
    const id = readMark(element, '_id');
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
  }
  const followers = new Map<Y.XmlElement, Y.XmlElement[]>();
  const following = new Set<Y.XmlElement>();
  for (const element of elements) {
    const joined = readMark(element, '_joined');
    const target = joined === undefined ? undefined : byId.get(joined);
    if (!target || target === element || holdsBlocks(target) || holdsBlocks(element)) continue;
    const others = followers.get(target);
    if (others) others.push(element);
    else followers.set(target, [element]);
    following.add(element);
  }
  const blocks = new Map<Y.XmlElement, Block>();
  const taken = new Set<Y.XmlElement>();
  const lead = (head: Y.XmlElement) => {
    const fragments: Y.XmlElement[] = [];
    const waiting = [head];
    for (let element = waiting.pop(); element; element = waiting.pop()) {
      if (taken.has(element)) continue;
      taken.add(element);
      if (element !== head) fragments.push(element);
      waiting.push(...(followers.get(element) ?? []).toReversed());
    }
    blocks.set(head, { head, fragments });
  };
  for (const element of elements) if (!following.has(element)) lead(element);
  // Concurrent merges can close a circle; its first block leads, for everybody alike.
  for (const element of elements) if (!taken.has(element)) lead(element);
  return elements.flatMap((element) => blocks.get(element) ?? []);
}

/** Whether an element's blocks are shown: not if they are nested deeper than anybody would. */
export function holdsBlocks(element: Y.XmlElement): boolean {
  const holdsAny = element.toArray().some((child) => child instanceof Y.XmlElement);
  return (holdsAny || isPartOfTable(element)) && nestingOf(element) <= MAX_DEPTH;
}

function nestingOf(element: Y.XmlElement): number {
  let nesting = 0;
  for (let parent = element.parent; parent instanceof Y.XmlElement && nesting <= MAX_DEPTH; parent = parent.parent) {
    nesting++;
  }
  return nesting;
}

import type { Element, ElementContent } from 'hast';
import { type ContentNode, childrenOf } from '../content-node.ts';
import { attribute, hasClass } from '../html/element.ts';
import type { Scope } from '../html/scope.ts';
import { colorFrom } from './block-color.ts';
import { readLook } from './block-look.ts';
import { insetOf, withInset } from './inset.ts';
import { isListNode, type ListType, listTypeOf } from './list-parts.ts';

/** What stands in a list: items, lists below them, and other blocks of an item, which stand below it and in as far. */
export function readList(element: Element, scope: Scope): boolean {
  const lists = new ListBuilder(element.tagName === 'ol' ? 'number' : 'bullet', startOf(element));
  for (const child of element.children) {
    if (child.type === 'text' && child.value.trim() === '') continue;
    if (child.type === 'comment') continue;
    if (child.type === 'element' && child.tagName === 'li') readItem(child, scope, lists);
    // A list right in a list stands below its last item: so Google Docs and many pages write it.
    else lists.addAll(scope.blocksOf({ ...element, tagName: 'div', children: [child] }), {});
  }
  for (const block of lists.done()) scope.block(block);
  return true;
}

function startOf(element: Element): number {
  const start = Number.parseInt(attribute(element, 'start') ?? '', 10);
  return Number.isSafeInteger(start) ? start : 1;
}

function readItem(item: Element, scope: Scope, lists: ListBuilder): void {
  const box = boxOf(item);
  const blocks = scope.inside(item).blocksOf({ ...item, children: [...box.rest] });
  const value = Number.parseInt(attribute(item, 'value') ?? '', 10);
  if (Number.isSafeInteger(value)) lists.number(value);
  const { direction, format } = readLook(item);
  const color = colorFrom(item);
  lists.addAll(blocks, {
    isItem: true,
    checked: box.checked,
    look: {
      ...(color === null ? {} : { $: { color } }),
      ...(direction === undefined ? {} : { direction }),
      ...(format === undefined ? {} : { format }),
    },
  });
}

interface ItemParts {
  readonly isItem?: boolean;
  readonly checked?: boolean | null;
  readonly look?: object;
}

class ListBuilder {
  readonly #blocks: ContentNode[] = [];
  readonly #base: Exclude<ListType, 'check'>;
  #next: number;
  #items: ContentNode[] = [];
  #type: ListType;
  #start = 1;

  constructor(base: Exclude<ListType, 'check'>, start: number) {
    this.#base = base;
    this.#type = base;
    this.#next = start;
  }

  number(value: number): void {
    if (this.#items.length === 0) this.#next = value;
  }

  /** Adds an item's blocks, the words first. */
  addAll(parts: readonly ContentNode[], { isItem = false, checked = null, look = {} }: ItemParts): void {
    const leading = parts.findIndex(({ type }) => type !== 'paragraph');
    const words = parts.slice(0, leading === -1 ? undefined : leading);
    const rest = leading === -1 ? [] : parts.slice(leading);
    const isHolder = isItem && words.length === 0 && rest[0] !== undefined && isListNode(rest[0]) && checked === null;
    if ((isItem && !isHolder) || words.length > 0) this.#item(words, checked, look);
    for (const block of rest) {
      if (isListNode(block)) this.#below(block);
      else this.#beside(withInset(block, insetOf(block) + 1));
    }
  }

  #item(words: readonly ContentNode[], checked: boolean | null, look: object): void {
    const type = checked === null ? this.#base : 'check';
    if (type !== this.#type && !this.#items.every(isHolder)) this.#end();
    this.#open(type);
    const [only, ...others] = words;
    const own = only !== undefined && others.length === 0 ? { ...(only.format ? { format: only.format } : {}) } : {};
    this.#items.push({ type: 'listitem', ...own, ...look, ...(checked ? { checked } : {}), children: joined(words) });
    this.#next++;
  }

  #below(list: ContentNode): void {
    const last = this.#items.at(-1);
    const lastList = last && childrenOf(last).length === 1 ? childrenOf(last)[0] : undefined;
    if (lastList && isListNode(lastList) && lastList.listType === list.listType) {
      // Lists of one kind that follow each other are one.
      this.#items[this.#items.length - 1] = {
        type: 'listitem',
        children: [{ ...lastList, children: [...childrenOf(lastList), ...childrenOf(list)] }],
      };
    } else this.#items.push({ type: 'listitem', children: [list] });
  }

  #beside(block: ContentNode): void {
    this.#end();
    this.#blocks.push(block);
  }

  #open(type: ListType): void {
    if (this.#items.every(isHolder)) {
      this.#type = type;
      this.#start = type === 'number' ? this.#next : 1;
    }
  }

  #end(): void {
    if (this.#items.length === 0) return;
    if (this.#items.every(isHolder)) this.#type = firstTypeIn(this.#items[0]) ?? this.#type;
    const start = this.#type === 'number' && this.#start !== 1 ? { start: this.#start } : {};
    this.#blocks.push({ type: 'list', listType: this.#type, ...start, children: this.#items });
    this.#items = [];
  }

  done(): ContentNode[] {
    this.#end();
    return this.#blocks;
  }
}

/** A list that only holds deeper ones is of the kind of the first item in it. */
function firstTypeIn(holder: ContentNode | undefined): ListType | undefined {
  const list = holder && childrenOf(holder)[0];
  const first = list && childrenOf(list)[0];
  if (list === undefined || first === undefined) return undefined;
  return isHolder(first) ? firstTypeIn(first) : listTypeOf(list);
}

function isHolder(item: ContentNode): boolean {
  return childrenOf(item).length === 1 && childrenOf(item).every(isListNode);
}

function joined(words: readonly ContentNode[]): ContentNode[] {
  return words.flatMap((word, i) => [
    ...(i > 0 ? [{ type: 'linebreak' }, { type: 'linebreak' }] : []),
    ...childrenOf(word),
  ]);
}

interface Box {
  readonly checked: boolean | null;
  readonly rest: readonly ElementContent[];
}

/** Whether an item has a box before its words, as the common editors write it. */
function boxOf(item: Element): Box {
  const said = attribute(item, 'ariaChecked') ?? attribute(item, 'dataChecked');
  const role = attribute(item, 'role');
  const input = leadingBox(item);
  if (input !== undefined) return { checked: isTicked(input), rest: without(item, input).children };
  if (role === 'checkbox' || said !== null) return { checked: said === 'true', rest: item.children };
  return { checked: null, rest: item.children };
}

function isTicked(box: Element): boolean {
  if (hasClass(box, 'checkbox-on')) return true;
  const alt = attribute(box, 'alt');
  return attribute(box, 'checked') !== null || attribute(box, 'ariaChecked') === 'true' || alt === 'checked';
}

/** The box with which an item begins: nothing that is read stands before it. */
function leadingBox(item: Element): Element | undefined {
  const isBox = (element: Element) =>
    (element.tagName === 'input' && attribute(element, 'type')?.toLowerCase() === 'checkbox') ||
    hasClass(element, 'checkbox') ||
    attribute(element, 'ariaRoleDescription') === 'checkbox';
  for (const child of item.children) {
    if (child.type === 'text' && child.value.trim() === '') continue;
    if (child.type !== 'element') return undefined;
    if (isBox(child)) return child;
    return ['p', 'label', 'div', 'span'].includes(child.tagName) ? leadingBox(child) : undefined;
  }
  return undefined;
}

/** The same without the box and the one space behind it. */
function without(element: Element, box: Element): Element {
  const at = element.children.indexOf(box);
  if (at === -1) {
    return {
      ...element,
      children: element.children.map((child) => (child.type === 'element' ? without(child, box) : child)),
    };
  }
  const children = element.children.filter((child) => child !== box);
  const next = children[at];
  if (next?.type === 'text') children[at] = { ...next, value: next.value.replace(/^[ \u00a0]/, '') };
  return { ...element, children };
}

import type { Element, ElementContent, Root } from 'hast';
import { attribute, childElements, elementText, h, hasClass } from './element.ts';
import { styleOf, stylesOf } from './styles.ts';

/*
 * Word, and Outlook with it, writes its lists as paragraphs that say in their style which list they are in and how deep
 * (`mso-list: l0 level1 lfo1`), with the bullet or number as words before theirs. Word in a browser, and Slack, write each
 * level as a list of its own, beside the others, whose items say how deep they are. Here both become lists.
 */

/** Makes lists of Word's paragraphs, in place, and one of lists beside each other that say how deep they are. */
export function mendWord(root: Root | Element): void {
  const children: ElementContent[] = [];
  let open: OpenList[] = [];
  for (const child of root.children as ElementContent[]) {
    if (child.type === 'element') {
      const items = itemsOf(child);
      if (items !== null) {
        for (const item of items) open = place(item, open, children);
        continue;
      }
      if (hasClass(child, END_OF_PARAGRAPH)) continue;
      mendWord(child);
      const heading = HEADINGS.get(attribute(child, 'className') ?? '') ?? saidHeading(child);
      if (child.tagName === 'p' && heading !== undefined) child.tagName = heading;
    }
    // White space, and the comments in which Word says things to itself, end no list.
    if (child.type === 'element' || (child.type === 'text' && child.value.trim() !== '')) open = [];
    children.push(child);
  }
  root.children = children;
}

const HEADINGS = new Map([
  ['MsoTitle', 'h1'],
  ['MsoSubtitle', 'p'],
  ['MsoQuote', 'blockquote'],
  ['MsoIntenseQuote', 'blockquote'],
]);

/** Word in a browser says it to screen readers alone. */
function saidHeading(paragraph: Element): string | undefined {
  const level = attribute(paragraph, 'role') === 'heading' ? Number(attribute(paragraph, 'ariaLevel')) : 0;
  return level >= 1 && level <= 6 ? `h${Math.floor(level)}` : undefined;
}

/** The space that Word in a browser puts behind each paragraph. */
const END_OF_PARAGRAPH = 'EOP';

interface Item {
  /** Of which list it is; of the same one and level, numbers go on. */
  readonly of: string;
  readonly level: number;
  readonly isNumbered: boolean;
  readonly start: number;
  readonly element: Element;
}

interface OpenList {
  readonly of: string;
  readonly list: Element;
  readonly isNumbered: boolean;
}

const MOST_LEVELS = 9;

/** What is to be put into lists, in its order; null for anything else. A heading with a number loses it, and stays one. */
function itemsOf(element: Element): readonly Item[] | null {
  if (/^h[1-6]$/.test(element.tagName)) {
    if (markOf(element) !== null) element.children = withoutMarker(element.children, { text: '' });
    return null;
  }
  const item = listItemOf(element);
  if (item !== null) return [item];
  const lists = hasClass(element, 'ListContainerWrapper') ? childElements(element) : [element];
  const items = lists.map(leveledItems);
  return items.length > 0 && items.every((each) => each !== null) ? items.flat() : null;
}

/** In which of Word's lists a paragraph is, and how deep. */
function markOf(paragraph: Element): { readonly of: string; readonly level: number } | null {
  const mark = /^(l\d+)\s+level(\d+)(\s+lfo\d+)?/.exec(styleOf(stylesOf(paragraph), 'mso-list'));
  const [, list = '', level, use = ''] = mark ?? [];
  return mark && { of: list + use, level: inRange(Number(level)) };
}

const inRange = (level: number): number => Math.min(MOST_LEVELS, Math.max(1, level));

/** The items of a list that all say how deep they are; null for any other. */
function leveledItems(list: Element): Item[] | null {
  if (list.tagName !== 'ul' && list.tagName !== 'ol') return null;
  const children = childElements(list);
  const items = children.flatMap((element, index): Item[] => {
    const depth = attribute(element, 'dataAriaLevel') ?? null;
    const indent = attribute(element, 'dataStringifyIndent') ?? null;
    const level = Number.parseInt(depth ?? '', 10) || Number.parseInt(indent ?? '', 10) + 1;
    if (element.tagName !== 'li' || !Number.isSafeInteger(level)) return [];
    mendWord(element);
    const start = Number.parseInt(attribute(list, 'start') ?? '1', 10) + index;
    const of = attribute(element, 'dataListid') ?? '';
    return [{ of, level: inRange(level), isNumbered: list.tagName === 'ol', start, element }];
  });
  return children.length > 0 && items.length === children.length ? items : null;
}

function listItemOf(paragraph: Element): Item | null {
  if (!/^(p|div)$/.test(paragraph.tagName)) return null;
  const place = markOf(paragraph);
  if (place === null) return null;
  const marker = { text: '' };
  const children = withoutMarker(paragraph.children, marker);
  const number = /^\(?(\d+|[a-z]+)[.)]/i.exec(marker.text.trim())?.[1];
  return {
    ...place,
    isNumbered: number !== undefined,
    start: number !== undefined && /^\d/.test(number) ? Number(number) : 1,
    element: h('li', {}, children),
  };
}

/** Without the bullet, which Word marks as such, and whose words say whether it is a number. */
function withoutMarker(children: readonly ElementContent[], marker: { text: string }): ElementContent[] {
  return children.flatMap((child): ElementContent[] => {
    if (child.type !== 'element') return [child];
    if (styleOf(stylesOf(child), 'mso-list') === 'ignore') {
      marker.text += elementText(child);
      return [];
    }
    return [{ ...child, children: withoutMarker(child.children, marker) }];
  });
}

function place(item: Item, before: readonly OpenList[], into: ElementContent[]): OpenList[] {
  const open = before.slice(0, item.level);
  const last = open.at(-1);
  const isOther = last?.isNumbered !== item.isNumbered || (item.isNumbered && last.of !== item.of);
  if (open.length === item.level && last !== undefined && isOther) open.pop();
  while (open.length < item.level) {
    const list = h(item.isNumbered ? 'ol' : 'ul', item.isNumbered && item.start !== 1 ? { start: item.start } : {});
    const parent = open.at(-1)?.list;
    if (parent === undefined) into.push(list);
    else parent.children.push(list);
    open.push({ of: item.of, list, isNumbered: item.isNumbered });
  }
  open.at(-1)?.list.children.push(item.element);
  return open;
}

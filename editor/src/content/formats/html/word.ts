import type { Element, ElementContent, Root } from 'hast';
import { attribute, elementText, h } from './element.ts';
import { styleOf, stylesOf } from './styles.ts';

/*
 * Word, and Outlook with it, writes its lists as paragraphs that say in their style which list they are in and how deep
 * (`mso-list: l0 level1 lfo1`), with the bullet or number as words before theirs. Here they become lists.
 */

/** Makes lists of Word's paragraphs, in place. Does nothing to what Word didn't write. */
export function mendWord(root: Root | Element): void {
  const children: ElementContent[] = [];
  let open: OpenList[] = [];
  for (const child of root.children as ElementContent[]) {
    if (child.type === 'element') {
      const item = listItemOf(child);
      if (item !== null) {
        open = place(item, open, children);
        continue;
      }
      mendWord(child);
      const heading = HEADINGS.get(attribute(child, 'className') ?? '');
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

interface Item {
  readonly level: number;
  readonly isNumbered: boolean;
  readonly start: number;
  readonly element: Element;
}

interface OpenList {
  readonly list: Element;
  readonly isNumbered: boolean;
}

const MOST_LEVELS = 9;

function listItemOf(paragraph: Element): Item | null {
  if (!/^(p|h[1-6]|div)$/.test(paragraph.tagName)) return null;
  const place = /^l\d+\s+level(\d+)/.exec(styleOf(stylesOf(paragraph), 'mso-list'));
  if (place === null) return null;
  const marker = { text: '' };
  const children = withoutMarker(paragraph.children, marker);
  const number = /^\(?(\d+|[a-z]+)[.)]/i.exec(marker.text.trim())?.[1];
  return {
    level: Math.min(MOST_LEVELS, Math.max(1, Number(place[1]))),
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
  if (open.length === item.level && last !== undefined && last.isNumbered !== item.isNumbered) open.pop();
  while (open.length < item.level) {
    const list = h(item.isNumbered ? 'ol' : 'ul', item.isNumbered && item.start !== 1 ? { start: item.start } : {});
    const parent = open.at(-1)?.list;
    if (parent === undefined) into.push(list);
    else parent.children.push(list);
    open.push({ list, isNumbered: item.isNumbered });
  }
  open.at(-1)?.list.children.push(item.element);
  return open;
}

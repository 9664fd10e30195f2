import type { Element, Root } from 'hast';
import { isEmoji } from '../../emoji.ts';
import { childElements } from './element.ts';

/** Notion says in its words what HTML has elements for: `[x]` before a task, the emoji before a callout. */
export function mendNotion(root: Root, source: string): void {
  // It signs what it copies.
  if (source.includes('<!-- notionvc:')) mend(root);
}

function mend(parent: Root | Element): void {
  for (const child of childElements(parent as Element)) {
    if (child.tagName === 'li') mendTask(child);
    else if (child.tagName === 'aside') mendCallout(child);
    mend(child);
  }
}

function mendTask(item: Element): void {
  const [first] = item.children;
  if (first?.type !== 'text') return;
  const box = /^\s*\[([ x])\]\s+/i.exec(first.value);
  if (box === null) return;
  first.value = first.value.slice(box[0].length);
  item.properties = { ...item.properties, dataChecked: String(box[1] !== ' ') };
}

function mendCallout(aside: Element): void {
  const [first] = aside.children;
  if (first?.type !== 'text') return;
  const words = first.value.trimStart();
  const [emoji = ''] = words.split(/\s/, 1);
  if (!isEmoji(emoji)) return;
  first.value = words.slice(emoji.length).trimStart();
  aside.properties = { ...aside.properties, dataEmoji: emoji };
}

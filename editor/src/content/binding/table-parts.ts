import * as Y from 'yjs';
import { typeOf } from './schema.ts';

export const TABLE = 'grid';
export const ROW = 'grid-row';
export const CELL = 'grid-cell';

/** Whether an element is a table, or a row or cell where one belongs: it holds blocks, even while there are none. */
export function isPartOfTable(element: Y.XmlElement): boolean {
  const type = typeOf(element);
  const { parent } = element;
  if (type === TABLE) return true;
  if (type === ROW) return isTable(parent);
  return type === CELL && parent instanceof Y.XmlElement && typeOf(parent) === ROW && isTable(parent.parent);
}

/** The table that an element is, or is a row of. */
export function tableOf(element: Y.XmlElement): Y.XmlElement | null {
  if (typeOf(element) === TABLE) return element;
  const { parent } = element;
  return typeOf(element) === ROW && isTable(parent) ? parent : null;
}

export function isTable(element: Y.XmlElement['parent']): element is Y.XmlElement {
  return element instanceof Y.XmlElement && typeOf(element) === TABLE;
}

/** The table that an element is in. */
export function tableAround(element: Y.XmlElement): Y.XmlElement | null {
  for (let parent = element.parent; parent instanceof Y.XmlElement; parent = parent.parent) {
    if (typeOf(parent) === TABLE) return parent;
  }
  return null;
}

import type { Element, ElementContent, Properties } from 'hast';

export function h(tagName: string, properties: Properties, children: ElementContent[] = []): Element {
  return { type: 'element', tagName, properties, children };
}

/** An attribute as text; null where it isn't there. */
export function attribute(element: Element, name: string): string | null {
  if (!Object.hasOwn(element.properties, name)) return null;
  const value = element.properties[name];
  if (value === null || value === undefined || value === false) return null;
  if (value === true) return '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

export function hasClass(element: Element, name: string): boolean {
  return (attribute(element, 'className') ?? '').split(/\s+/).includes(name);
}

/** All words below an element. */
export function elementText(node: ElementContent): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(elementText).join('') : '';
}

/** The first element below, in order, that is wanted. */
export function findElement(node: Element, wanted: (element: Element) => boolean): Element | undefined {
  for (const child of node.children) {
    if (child.type !== 'element') continue;
    if (wanted(child)) return child;
    const found = findElement(child, wanted);
    if (found) return found;
  }
  return undefined;
}

export function childElements(element: Element): Element[] {
  return element.children.filter((child) => child.type === 'element');
}

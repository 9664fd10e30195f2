import type { ArrowElement, Binding, BoardElement, BoundElement, LineElement, TextElement } from './element.ts';
import { byOrder } from './order.ts';

const CONTAINERS: ReadonlySet<string> = new Set(['rectangle', 'diamond', 'ellipse', 'arrow']);
const FRAMES: ReadonlySet<string> = new Set(['frame', 'magicframe']);
const UNBOUND: ReadonlySet<string> = new Set(['line', 'arrow', 'freedraw']);

/**
 * How elements hang together: arrows on shapes, a text in its shape, shapes in frames. Each says so of itself only, and
 * what it names may be deleted meanwhile, or never have been there. `settled` is an element as all canvases show it, with
 * what holds on both sides; the document is left as it is, so that what comes back is bound again.
 */
export class Ties {
  readonly #elements = new Map<string, BoardElement>();
  /** Who names an element. */
  readonly #claims = new Map<string, Set<string>>();

  get size(): number {
    return this.#elements.size;
  }

  has(id: string): boolean {
    return this.#elements.has(id);
  }

  /** As it was put, whatever it is tied to. */
  get(id: string): BoardElement | undefined {
    return this.#elements.get(id);
  }

  /** Takes an element as it is stored; null where it can't be read any more. Returns whose settled form may be another one now. */
  put(id: string, element: BoardElement | null): Set<string> {
    const before = this.#elements.get(id);
    const affected = new Set([id]);
    for (const target of namedBy(before)) this.#drop(target, id, affected);
    if (element === null) this.#elements.delete(id);
    else this.#elements.set(id, element);
    for (const target of namedBy(element ?? undefined)) this.#add(target, id, affected);
    // What names these: other texts that wanted the same shape, and then the arrows on those texts.
    for (let round = 0; round < 2; round++) {
      for (const target of [...affected]) for (const each of this.#claims.get(target) ?? []) affected.add(each);
    }
    return affected;
  }

  /** As it is shown; null where there is nothing to show. */
  settled(id: string): BoardElement | null {
    const element = this.#elements.get(id);
    if (element === undefined) return null;
    const boundElements = this.#boundTo(element);
    const frameId = this.#frameOf(element);
    if (element.type === 'text') return { ...element, boundElements, frameId, containerId: this.#containerOf(element) };
    if (element.type !== 'arrow' && element.type !== 'line') return { ...element, boundElements, frameId };
    const startBinding = this.#bindingOf(element, element.startBinding);
    const endBinding = this.#bindingOf(element, element.endBinding);
    return { ...element, boundElements, frameId, startBinding, endBinding };
  }

  #add(target: string, id: string, affected: Set<string>): void {
    const claims = this.#claims.get(target) ?? new Set();
    claims.add(id);
    this.#claims.set(target, claims);
    affected.add(target);
  }

  #drop(target: string, id: string, affected: Set<string>): void {
    const claims = this.#claims.get(target);
    claims?.delete(id);
    if (claims?.size === 0) this.#claims.delete(target);
    affected.add(target);
  }

  /** What a deleted element names stays named: it may come back with it. */
  #holds(element: BoardElement, other: BoardElement | undefined): other is BoardElement {
    return other !== undefined && other.id !== element.id && (element.isDeleted || !other.isDeleted);
  }

  #frameOf(element: BoardElement): string | null {
    if (element.frameId === null || FRAMES.has(element.type)) return null;
    const frame = this.#elements.get(element.frameId);
    return this.#holds(element, frame) && FRAMES.has(frame.type) ? frame.id : null;
  }

  #bindingOf(element: LineElement | ArrowElement, binding: Binding | null): Binding | null {
    if (binding === null || element.type !== 'arrow') return null;
    const target = this.#elements.get(binding.elementId);
    if (!this.#holds(element, target) || UNBOUND.has(target.type)) return null;
    return target.type === 'text' && this.#containerOf(target) !== null ? null : binding;
  }

  /** A shape has one text: where two people wrote into it at once, the other stands by itself. */
  #containerOf(text: TextElement): string | null {
    if (text.containerId === null) return null;
    const container = this.#elements.get(text.containerId);
    if (!this.#holds(text, container) || !CONTAINERS.has(container.type)) return null;
    return text.isDeleted || this.#textOf(container)?.id === text.id ? container.id : null;
  }

  #textOf(container: BoardElement): TextElement | null {
    let first: TextElement | null = null;
    for (const id of this.#claims.get(container.id) ?? []) {
      const each = this.#elements.get(id);
      if (each?.type !== 'text' || each.containerId !== container.id || each.isDeleted) continue;
      if (first === null || byOrder(each, first) < 0) first = each;
    }
    return first;
  }

  #boundTo(element: BoardElement): BoundElement[] {
    const bound: BoundElement[] = [];
    for (const id of [...(this.#claims.get(element.id) ?? [])].sort()) {
      const each = this.#elements.get(id);
      if (each === undefined || (each.isDeleted && !element.isDeleted)) continue;
      if (each.type === 'text' && this.#isIn(each, element)) bound.push({ id, type: 'text' });
      if (each.type === 'arrow' && this.#isOn(each, element)) bound.push({ id, type: 'arrow' });
    }
    return bound;
  }

  #isIn(text: TextElement, container: BoardElement): boolean {
    return this.#containerOf(text) === container.id;
  }

  #isOn(arrow: ArrowElement, target: BoardElement): boolean {
    return [arrow.startBinding, arrow.endBinding].some(
      (binding) => binding?.elementId === target.id && this.#bindingOf(arrow, binding) !== null,
    );
  }
}

const namedBy = (element: BoardElement | undefined): string[] => {
  if (element === undefined) return [];
  const named = element.frameId === null ? [] : [element.frameId];
  if (element.type === 'text' && element.containerId !== null) named.push(element.containerId);
  if (element.type === 'arrow') {
    for (const binding of [element.startBinding, element.endBinding]) if (binding) named.push(binding.elementId);
  }
  return named;
};

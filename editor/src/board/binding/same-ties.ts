import type { BoardElement, Ties } from '../../content/board/index.ts';
import type { SceneElement } from './canvas.ts';

/** Whether an element on the canvas is tied to others as it should be; what it still says of deleted ones does no harm. */
export const sameTies = (element: SceneElement, settled: BoardElement, ties: Ties): boolean => {
  const bound = new Set(idsOf(element.boundElements));
  const wanted = idsOf(settled.boundElements);
  return (
    element.frameId === settled.frameId &&
    (settled.type !== 'text' || element.containerId === settled.containerId) &&
    (settled.type !== 'arrow' ||
      (targetOf(element.startBinding) === targetOf(settled.startBinding) &&
        targetOf(element.endBinding) === targetOf(settled.endBinding))) &&
    wanted.every((id) => bound.delete(id)) &&
    [...bound].every((id) => ties.settled(id)?.isDeleted !== false)
  );
};

const idsOf = (bound: unknown): string[] => (Array.isArray(bound) ? bound.map(({ id }: { id: string }) => id) : []);

const targetOf = (binding: unknown): string | null =>
  (binding as { readonly elementId: string } | null | undefined)?.elementId ?? null;

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';

type NewId = () => string;

/**
 * The same drawing under ids of its own, in its order, so that it can be put beside itself: everything that names another element or a
 * group names its new id, and what names none of these elements is let go.
 */
export const withFreshIds = (elements: readonly ExcalidrawElement[], newId: NewId): ExcalidrawElement[] => {
  const ids = new Map(elements.map(({ id }) => [id, newId()]));
  const groups = new Map<string, string>();
  const group = (id: string): string => {
    const known = groups.get(id) ?? newId();
    groups.set(id, known);
    return known;
  };
  const named = (id: string | null | undefined): string | null => (id == null ? null : (ids.get(id) ?? null));
  const bound = <Binding extends { readonly elementId: string } | null>(binding: Binding): Binding | null => {
    const elementId = named(binding?.elementId);
    return binding === null || elementId === null ? null : { ...binding, elementId };
  };
  return elements.map((element) => {
    const boundElements = element.boundElements?.flatMap(({ id, type }) => {
      const fresh = named(id);
      return fresh === null ? [] : [{ id: fresh, type }];
    });
    const fresh = {
      ...structuredClone(element),
      id: ids.get(element.id) ?? newId(),
      groupIds: element.groupIds.map(group),
      frameId: named(element.frameId),
      boundElements: boundElements ?? null,
      ...(element.type === 'text' && { containerId: named(element.containerId) }),
      ...((element.type === 'arrow' || element.type === 'line') && {
        startBinding: bound(element.startBinding),
        endBinding: bound(element.endBinding),
      }),
    };
    return fresh as ExcalidrawElement;
  });
};

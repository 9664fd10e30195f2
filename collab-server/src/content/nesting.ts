import * as Y from 'yjs';

/** How many types lie in each other at the deepest place of a document: 1 for one that lies at its root. */
export const nestingOf = (doc: Y.Doc): number => {
  const depths = new Map<Y.Item, number>();
  let deepest = 0;
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) {
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentType) {
        deepest = Math.max(deepest, depthOf(struct, depths));
      }
    }
  }
  return deepest;
};

/** Upwards to what is known already, then down again: the way may be too long for a recursion. */
const depthOf = (item: Y.Item, depths: Map<Y.Item, number>): number => {
  const way: Y.Item[] = [];
  let above: Y.Item | null = item;
  while (above && !depths.has(above)) {
    way.push(above);
    above = above.parent instanceof Y.AbstractType ? above.parent._item : null;
  }
  let depth = above ? (depths.get(above) ?? 0) : 0;
  for (const each of way.reverse()) depths.set(each, ++depth);
  return depth;
};

/** What is at a place of the screen, in the tree that an element is in: a page sees no more of a shadow root than its host. */
export const elementAt = (near: Node, x: number, y: number): Element | null => {
  const tree = near.getRootNode();
  return tree instanceof Document || tree instanceof ShadowRoot ? tree.elementFromPoint(x, y) : null;
};

/** An element by its id, in the tree that another is in. */
export const elementById = (near: Node, id: string): HTMLElement | null => {
  const tree = near.getRootNode();
  return tree instanceof Document || tree instanceof ShadowRoot ? tree.getElementById(id) : null;
};

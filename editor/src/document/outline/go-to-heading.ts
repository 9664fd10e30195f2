import { $getNodeByKey, $isElementNode, type LexicalEditor, type NodeKey } from 'lexical';

/** Brings a heading into view, and the caret to it, so that the keyboard goes on from there. */
export const goToHeading = (editor: LexicalEditor, key: NodeKey): void => {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  editor.update(
    () => {
      const node = $getNodeByKey(key);
      if ($isElementNode(node) && editor.isEditable()) node.selectStart();
    },
    {
      onUpdate: () =>
        editor.getElementByKey(key)?.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' }),
    },
  );
};

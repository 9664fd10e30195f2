import {
  $getNodeByKey,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  type LexicalEditor,
  type NodeKey,
} from 'lexical';
import { $insertBeside } from '../../content/blocks/insert.ts';

/** Adds an empty block below one, unless that is empty itself, and types the slash that offers what it can become. */
export const addBlock = (editor: LexicalEditor, key: NodeKey): void => {
  editor.update(
    () => {
      const block = $getNodeByKey(key);
      if (block === null) return;
      const isEmpty = $isElementNode(block) && block.isEmpty() && !block.isShadowRoot();
      const target = isEmpty ? block : $insertBeside(block, 'below');
      if ($isElementNode(target)) target.selectEnd();
    },
    { discrete: true },
  );
  editor.focus(() =>
    editor.update(() => {
      const selection = $getSelection();
      if ($isRangeSelection(selection)) selection.insertText('/');
    }),
  );
};

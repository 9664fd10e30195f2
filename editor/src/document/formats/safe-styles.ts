import {
  $getNodeByKey,
  $isTextNode,
  defineExtension,
  type LexicalEditor,
  mergeRegister,
  type NodeKey,
  TextNode,
} from 'lexical';
import { safeStyle } from '../../content/text-style.ts';

const dress = (editor: LexicalEditor, key: NodeKey): void => {
  const element = editor.getElementByKey(key);
  const style = editor.getEditorState().read(() => {
    const node = $getNodeByKey(key);
    return $isTextNode(node) ? node.getStyle() : '';
  });
  if (element !== null && style !== '') element.style.cssText = safeStyle(style);
};

const registerStyles = (editor: LexicalEditor): (() => void) => {
  const texts = [...editor._nodes.values()]
    .map(({ klass }) => klass)
    .filter((klass) => klass.prototype instanceof TextNode || klass === TextNode);
  return mergeRegister(
    ...texts.map((klass) =>
      editor.registerMutationListener(klass, (mutations) => {
        for (const [key, mutation] of mutations) if (mutation !== 'destroyed') dress(editor, key);
      }),
    ),
  );
};

/** Shows of a text's style what is ours, before the browser has drawn anything else: another may have written it. */
export const SafeStylesExtension = defineExtension({ name: 'cowrite/safe-styles', register: registerStyles });

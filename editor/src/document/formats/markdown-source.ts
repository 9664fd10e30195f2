import { $getNodeByKey, $isTextNode, defineExtension, type LexicalEditor, type NodeKey, TextNode } from 'lexical';
import { sourceOf } from '../../content/formats/inline/source.ts';
import { $isMarkdownSource } from '../../content/nodes/markdown-source.ts';

/** Shows what is Markdown's own, comments and the signs of footnotes, as `data-source`, which the text's styles know. */
const registerSources = (editor: LexicalEditor): (() => void) =>
  editor.registerMutationListener(TextNode, (mutations) => {
    editor.getEditorState().read(() => {
      for (const [key, mutation] of mutations) {
        const source = mutation === 'destroyed' ? null : $sourceOf(key);
        if (source !== null) editor.getElementByKey(key)?.setAttribute('data-source', source);
      }
    });
  });

const $sourceOf = (key: NodeKey): string | null => {
  const node = $getNodeByKey(key);
  if (!$isTextNode(node) || !node.isToken() || !$isMarkdownSource(node)) return null;
  return sourceOf({ type: 'text', text: node.getTextContent(), $: { markdown: true } })?.kind ?? null;
};

export const MarkdownSourceExtension = defineExtension({
  name: 'cowrite/markdown-source',
  register: registerSources,
});

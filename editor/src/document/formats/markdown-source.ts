import { $getNodeByKey, defineExtension, type LexicalEditor, TextNode } from 'lexical';
import { sourceOf } from '../../content/formats/inline/source.ts';
import { $isMarkdownSource } from '../../content/nodes/markdown-source.ts';

/** Shows what is Markdown's own, comments and the signs of footnotes, as `data-source`, which the text's styles know. */
const registerSources = (editor: LexicalEditor): (() => void) =>
  editor.registerMutationListener(TextNode, (mutations) => {
    const state = editor.getEditorState();
    for (const [key, mutation] of mutations) {
      const node = state._nodeMap.get(key);
      if (mutation === 'destroyed' || !(node instanceof TextNode) || !node.isToken()) continue;
      const source = state.read(() => $sourceOf(key), { editor });
      if (source !== null) editor.getElementByKey(key)?.setAttribute('data-source', source);
    }
  });

const $sourceOf = (key: string): string | null => {
  const node = $getNodeByKey(key);
  if (!(node instanceof TextNode) || !$isMarkdownSource(node)) return null;
  return sourceOf({ type: 'text', text: node.getTextContent(), $: { markdown: true } })?.kind ?? null;
};

export const MarkdownSourceExtension = defineExtension({
  name: 'cowrite/markdown-source',
  register: registerSources,
});

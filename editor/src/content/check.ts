import { createHeadlessEditor } from '@lexical/headless';
import { $getRoot, $isElementNode, type LexicalEditor, type LexicalNode } from 'lexical';
import type * as Y from 'yjs';
import { createBinding } from './binding.ts';
import { $drawAll } from './draw.ts';
import { inlineOf } from './inline.ts';
import { $holdsBlocks, blocksOf, inlineChildrenOf } from './lists.ts';
import { fieldsOf } from './node-json.ts';
import { canonical, type Json } from './schema.ts';

/**
 * Compares what an editor shows with a fresh load of its document; null if they agree, else where they differ.
 *
 * Both are compared by what is stored of them, so that what a screen derives (numbers of items, colours of code)
 * is no difference. Takes as long as loading the document does.
 */
export function findDifference(editor: LexicalEditor, doc: Y.Doc): string | null {
  const nodes = [...editor._nodes.values()].map(({ klass }) => klass);
  const fresh = createHeadlessEditor({
    nodes,
    onError(error) {
      throw error;
    },
  });
  fresh.update(() => $drawAll(createBinding(fresh, doc)), { discrete: true, skipTransforms: true });
  const shown = describe(editor);
  const stored = describe(fresh);
  if (shown.length !== stored.length) return `${shown.length} blocks are shown of ${stored.length}`;
  const at = shown.findIndex((each, i) => each !== stored[i]);
  return at === -1 ? null : `block ${at + 1} is shown as ${shown[at]}, and is ${stored[at]}`;
}

function describe(editor: LexicalEditor): string[] {
  return editor.getEditorState().read(() => blocksOf($getRoot()).map((each) => canonical($describe(each))));
}

function $describe({ node, list }: ReturnType<typeof blocksOf>[number]): Json {
  if (!node) return 'text between blocks';
  const place = list && { ...list };
  return { type: node.getType(), place, fields: { ...fieldsOf(node) }, content: $contentOf(node) };
}

function $contentOf(node: LexicalNode): Json {
  if (!$isElementNode(node)) return null;
  if ($holdsBlocks(node)) return blocksOf(node).map($describe);
  return inlineOf(inlineChildrenOf(node)).spans.map(({ text, key }) => [text, key]);
}

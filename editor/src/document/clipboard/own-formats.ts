import { $getEditor, defineExtension, type Klass, type LexicalEditor, type LexicalNode } from 'lexical';
import type { FormatOptions, NodeFormat } from '../../content/formats/index.ts';
import { $assetLinks } from './asset-links.ts';

const formats = new WeakMap<LexicalEditor, readonly NodeFormat[]>();

/** An embedder's own kinds of nodes, and how they are copied and pasted. */
export const ownNodes = (nodes: readonly Klass<LexicalNode>[], own: readonly NodeFormat[]) =>
  defineExtension({
    name: 'cowrite/own-nodes',
    nodes: () => [...nodes],
    register: (editor) => {
      formats.set(editor, own);
      return () => void formats.delete(editor);
    },
  });

/** How this editor's blocks are written and read, within an update or a read. */
export const $formatOptions = (): FormatOptions => ({
  assets: $assetLinks(),
  nodes: formats.get($getEditor()) ?? [],
});

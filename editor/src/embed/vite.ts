/** What a page and its editor must have one copy of, as `@cowrite/editor/react` asks for it. */
export const SHARED_MODULES = [
  ...['react', 'react/jsx-runtime', 'react-dom', 'yjs', 'y-websocket', 'y-protocols/awareness', 'y-protocols/sync'],
  ...['lib0/buffer', 'lib0/decoding', 'lib0/encoding', 'lib0/hash/sha256', 'lexical'],
  ...['clipboard', 'code-core', 'extension', 'headless', 'link', 'list', 'markdown'].map((name) => `@lexical/${name}`),
  ...['rich-text', 'selection', 'table', 'utils'].map((name) => `@lexical/${name}`),
  ...['LexicalComposerContext', 'LexicalContentEditable', 'LexicalExtensionComposer'].map(
    (name) => `@lexical/react/${name}`,
  ),
  ...['useLexicalEditable', 'useLexicalNodeSelection'].map((name) => `@lexical/react/${name}`),
];

/**
 * Plugin for Vite's development server, which makes one file of each dependency: ours is left as it is, since its workers
 * and styles lie beside its script, and what it shares with the page is made once for both. Nothing is changed in builds.
 */
export const cowrite = () => ({
  name: 'cowrite',
  config: () => ({
    optimizeDeps: {
      exclude: ['@cowrite/editor'],
      include: SHARED_MODULES.map((module) => `@cowrite/editor > ${module}`),
    },
  }),
});

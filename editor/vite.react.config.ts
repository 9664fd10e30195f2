import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, mergeConfig } from 'vite';
import { libraryConfig, TARGET } from './library-build.ts';

/**
 * What a page and its editor must have one copy of. All else is brought along, as the browser takes it: the page's bundler
 * is told to leave this package as it is, so that nothing would make modules of what is CommonJS below it.
 */
const SHARED = /^(?:react|react-dom|lexical|@lexical\/[^/]+|yjs|y-protocols|y-websocket|lib0)(?:\/|$)/;

const SYNC_STORE = fileURLToPath(new URL('src/embed/use-sync-external-store.ts', import.meta.url));

/** `@cowrite/editor/react`: React, Lexical and Yjs are those of the page. */
export default mergeConfig(
  libraryConfig,
  defineConfig({
    plugins: [react()],
    // Written in CommonJS, it would ask for React by `require`, which no browser has.
    resolve: {
      alias: [
        { find: /^use-sync-external-store\/shim(?:\/index\.js|\/with-selector(?:\.js)?)?$/, replacement: SYNC_STORE },
      ],
    },
    build: {
      outDir: 'dist/react',
      emptyOutDir: true,
      target: TARGET,
      cssCodeSplit: false,
      lib: { entry: { index: 'src/embed/react.ts' }, formats: ['es'], cssFileName: 'style' },
      rolldownOptions: { external: SHARED, output: { minify: true, chunkFileNames: 'chunks/[name]-[hash].js' } },
    },
  }),
);

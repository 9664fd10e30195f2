import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, mergeConfig } from 'vite';
import { libraryConfig, TARGET } from './library-build.ts';
import { dependencies, peerDependencies } from './package.json' with { type: 'json' };

const INSTALLED = Object.keys({ ...dependencies, ...peerDependencies });

/** Whether who installs the package has this module from its own package. Styles are always brought along. */
const isInstalled = (id: string): boolean =>
  !id.endsWith('.css') && INSTALLED.some((name) => id === name || id.startsWith(`${name}/`));

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
      rolldownOptions: { external: isInstalled, output: { minify: true, chunkFileNames: 'chunks/[name]-[hash].js' } },
    },
  }),
);

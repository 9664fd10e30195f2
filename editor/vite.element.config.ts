import react from '@vitejs/plugin-react';
import { defineConfig, mergeConfig } from 'vite';
import { focusInShadowRoots, libraryConfig, TARGET } from './library-build.ts';

/** `@cowrite/editor/element`, and the client alone: with everything they need, for pages without a build step. */
export default mergeConfig(
  libraryConfig,
  defineConfig({
    plugins: [react(), focusInShadowRoots],
    build: {
      outDir: 'dist/element',
      emptyOutDir: true,
      target: TARGET,
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      lib: {
        entry: { index: 'src/embed/element.ts', client: 'src/client/index.ts' },
        formats: ['es'],
        cssFileName: 'style',
      },
      rolldownOptions: { output: { minify: true, chunkFileNames: 'chunks/[name]-[hash].js' } },
    },
  }),
);

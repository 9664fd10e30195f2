import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const inSource = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/**
 * The program and its threads, in few files each: loading some 500 modules one by one was more than half of what the
 * start of a thread cost, and two fifths of the service's. They lie two folders below the package, as the folders of
 * `src` do, so that an address relative to a module holds in both.
 */
export default defineConfig({
  build: {
    ssr: true,
    outDir: 'dist/program',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: {
      input: {
        main: inSource('main.ts'),
        'content-thread': inSource('content/content-thread.ts'),
        'document-thread': inSource('content/documents/document-thread.ts'),
        'history-thread': inSource('history/history-thread.ts'),
      },
      output: { chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: {
    noExternal: true,
    // The store starts threads of its own from its own package; the other is compiled, and not everybody has it.
    external: ['@cowrite/storage', 'bufferutil', 'utf-8-validate'],
  },
});

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { excalidrawFonts, excalidrawMended } from './vite/excalidraw.ts';
import { filesOfDocumentPage } from './vite/files-of-document-page.ts';

const server = process.env.COWRITE_URL ?? 'http://127.0.0.1:8080';

/** The server takes requests from its own page only. */
const behind = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  root: 'src/app',
  // Relative to the page, which the server writes for each address: any path prefix will do.
  base: './',
  plugins: [excalidrawMended(), excalidrawFonts(), react(), filesOfDocumentPage()],
  // Its grammars are chunks of their own.
  worker: { format: 'es' },
  resolve: {
    alias: {
      // Its variant for browsers decodes through the page's DOM, which a worker doesn't have.
      'decode-named-character-reference': fileURLToPath(import.meta.resolve('decode-named-character-reference')),
    },
  },
  build: {
    outDir: '../../../collab-server/app',
    emptyOutDir: true,
    // `light-dark()` stays as written: its lowering doesn't survive custom properties across files.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The page's policy has no `data:` fonts or scripts.
    assetsInlineLimit: 0,
    // The document page is a chunk of its own, fetched when a document is opened.
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: {
      '^/api/': behind,
      '^/health$': behind,
      '^/sync/': { ...behind, ws: true },
    },
  },
});

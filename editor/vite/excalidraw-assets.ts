import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { EXCALIDRAW_ASSETS } from '../src/board/excalidraw-assets.ts';

const dist = dirname(fileURLToPath(import.meta.resolve('@excalidraw/excalidraw')));
const fonts = join(dist, 'fonts');

/** Where Excalidraw looks for a font that isn't where it was told to: a CDN, of whose use nobody has to know. */
const CDN = /`https:\/\/esm\.sh\/\$\{[\s\S]*?\}\/dist\/prod\/`/;
const HERE = '(globalThis.EXCALIDRAW_ASSET_PATH ?? globalThis.location?.origin + "/")';

/** It gives people colours of its own making; they have one everywhere else, which as a ground for dark words is made lighter. */
const COLOR = /(\(\w+,(\w+)\)=>)(`hsl\(\$\{Math\.abs\([^`]*\)%37\*10\}, 100%, 83%\)`)/;
const THEIR_COLOR = '$1$2?.color?.background?"color-mix(in srgb, "+$2.color.background+" 55%, white)":$3';

/** Puts Excalidraw's fonts beside the app, takes its way to other hosts out, and shows people in their own colours. */
export const excalidrawAssets = (): Plugin => ({
  name: 'cowrite-excalidraw-assets',
  enforce: 'pre',

  transform(code, id) {
    if (!id.includes('/@excalidraw/excalidraw/dist/')) return undefined;
    const mended = code.replace(CDN, HERE).replace(COLOR, THEIR_COLOR);
    if (mended.includes('https://esm.sh/')) this.error('Excalidraw looks for its fonts at a CDN in another way now');
    return mended === code ? undefined : { code: mended, map: null };
  },

  async generateBundle() {
    for (const file of await readdir(fonts, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name);
      const fileName = `${EXCALIDRAW_ASSETS}fonts/${relative(fonts, path).split(sep).join('/')}`;
      this.emitFile({ type: 'asset', fileName, source: await readFile(path) });
    }
  },

  configureServer({ middlewares }) {
    middlewares.use(`/${EXCALIDRAW_ASSETS}fonts`, (request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://localhost');
      const [family = '', file = ''] = pathname.split('/').filter(Boolean).map(basename);
      createReadStream(join(fonts, family, file))
        .on('error', () => response.writeHead(404).end())
        .pipe(response);
    });
  },
});

import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build, loadConfigFromFile } from 'vite';

/** Of its source, or of what it was compiled to, as this file is. */
const entryOf = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/board/${name}${extname(import.meta.url)}`, import.meta.url));
const ADDRESS = 'http://board.test/';
const { resolve } = createRequire(import.meta.url);
const EXCALIDRAW = dirname(resolve('@excalidraw/excalidraw'));
const EDITOR = join(dirname(resolve('@cowrite/editor/content/board')), '../../..');

/** The scripts of a page by their names; `page.js` is the one to begin with. */
export type BoardScripts = ReadonlyMap<string, string>;

/** Excalidraw as the app has it. */
const mended = async () => {
  const path = join(EDITOR, 'vite.config.ts');
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, path);
  return [loaded?.config.plugins].flat().filter((each) => each && 'name' in each && each.name === 'cowrite-excalidraw');
};

/** Excalidraw fetches some of its parts when they are needed, so that a page of it has many scripts. */
export const bundleBoardPage = async (entry: 'fuzz' | 'hostile' | 'window'): Promise<BoardScripts> => {
  const results = await build({
    configFile: false,
    // That directives of React's servers mean nothing here is no news.
    logLevel: 'error',
    plugins: await mended(),
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.IS_PREACT': '"false"' },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: { page: entryOf(entry) },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
  });
  const outputs = [results].flat().flatMap((result) => ('output' in result ? result.output : []));
  return new Map(outputs.flatMap((each) => (each.type === 'chunk' ? [[each.fileName, each.code]] : [])));
};

/** A page with canvases of Excalidraw and nothing else: no server, and nothing from elsewhere. */
export const openBoardPage = async (page: Page, scripts: BoardScripts): Promise<void> => {
  const html = `<!doctype html><link rel="stylesheet" href="/index.css"><body>
    <script>window.EXCALIDRAW_ASSET_PATH = location.origin + '/'</script><script type="module" src="/page.js"></script></body>`;
  await page.route('**/*', async (route) => {
    const { pathname, host } = new URL(route.request().url());
    const script = scripts.get(pathname.slice(1));
    if (host !== 'board.test') return route.abort();
    if (script !== undefined) return route.fulfill({ contentType: 'text/javascript', body: script });
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
    if (pathname === '/favicon.ico') return route.fulfill({ status: 204 });
    return route.fulfill({ path: join(EXCALIDRAW, pathname) });
  });
  await page.goto(ADDRESS);
};

/**
 * A window of one person on a board of the service: a page that it sent itself, for it admits no other origin. The
 * canvas isn't there before the page's `board.start()`.
 */
export const openBoardWindow = async (
  page: Page,
  scripts: BoardScripts,
  url: string,
  query: Readonly<Record<string, string>>,
): Promise<void> => {
  await page.addInitScript(() => Object.assign(window, { EXCALIDRAW_ASSET_PATH: `${location.origin}/` }));
  await page.route(/\/(page\.js|chunk-[\w-]+\.js|index\.css|fonts\/.*|favicon\.ico)$/, (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    const script = scripts.get(path);
    if (script !== undefined) return route.fulfill({ contentType: 'text/javascript', body: script });
    return path === 'favicon.ico' ? route.fulfill({ status: 204 }) : route.fulfill({ path: join(EXCALIDRAW, path) });
  });
  await page.goto(`${url}/health?${new URLSearchParams(query)}`);
  await page.addStyleTag({ url: '/index.css' });
  await page.addScriptTag({ url: '/page.js', type: 'module' });
};

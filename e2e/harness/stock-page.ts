import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import type { Windows } from './browser.ts';

const SCRIPT = '/stock-client.js';
const ENTRIES = {
  codemirror: fileURLToPath(new URL('../fixtures/codemirror.ts', import.meta.url)),
  tiptap: fileURLToPath(new URL('../fixtures/tiptap.ts', import.meta.url)),
};

/** Bundles the page of a stock client; takes a second or two, so once a file. */
export const bundleStockPage = async (editor: keyof typeof ENTRIES): Promise<string> => {
  const results = await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, minify: false, lib: { entry: ENTRIES[editor], formats: ['es'], fileName: 'page' } },
  });
  const [result] = [results].flat();
  const code = result !== undefined && 'output' in result ? result.output[0].code : undefined;
  if (code === undefined) throw new Error('vite built no bundle');
  return code;
};

/**
 * Opens a window of the stock client. Its page is one that the service itself sent, for it admits no other origin, and
 * Chromium lets no page that Playwright made up connect to this machine.
 */
export const openStockPage = async (windows: Windows, code: string, query: Record<string, string>): Promise<Page> => {
  // Browsers ask for the icon where a page names none, as this answer doesn't.
  const { page } = await windows.open(`/health?${new URLSearchParams(query)}`, /favicon\.ico/);
  await page.route(`**${SCRIPT}`, (route) => route.fulfill({ contentType: 'text/javascript', body: code }));
  await page.addScriptTag({ url: SCRIPT, type: 'module' });
  return page;
};

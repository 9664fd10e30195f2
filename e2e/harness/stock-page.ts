import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Windows } from './browser.ts';
import { bundleScript } from './bundle.ts';

const SCRIPT = '/stock-client.js';
const ENTRIES = {
  codemirror: fileURLToPath(new URL('../fixtures/codemirror.ts', import.meta.url)),
  tiptap: fileURLToPath(new URL('../fixtures/tiptap.ts', import.meta.url)),
};

/** Bundles the page of a stock client; takes a second or two, so once a file. */
export const bundleStockPage = (editor: keyof typeof ENTRIES): Promise<string> =>
  bundleScript(ENTRIES[editor], { minified: false });

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

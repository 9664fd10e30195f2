import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/** First the one without a window's frame: it takes half the processor time of the whole browser, of the same engine. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const USUAL_FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

/**
 * The browser that the tests drive: one of the system, else the one that Playwright keeps for itself; null where there
 * is none.
 * @returns {string | null}
 */
export const findChromium = () => {
  const folders = [...USUAL_FOLDERS, ...(process.env.PATH ?? '').split(delimiter)];
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isExecutable) ?? playwrightsOwn();
};

/** @param {string} path */
const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Playwright is loaded only when it is needed: it takes longer than all the rest. */
const playwrightsOwn = () => {
  const path = createRequire(import.meta.url)('@playwright/test').chromium.executablePath();
  return isExecutable(path) ? path : null;
};

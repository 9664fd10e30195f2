import { expect, type Page } from '@playwright/test';

/** Resolves once the browser has what it needs to open the app without the server: that is put there in a quiet moment. */
export const expectAppKept = async (page: Page): Promise<void> => {
  const isKept = (): Promise<boolean> =>
    page.evaluate(async () => (await (await caches.open('cowrite-app')).match('/')) !== undefined);
  await expect.poll(isKept, { timeout: 30_000 }).toBe(true);
};

import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { PageGuard } from './page-guard.ts';
import { CowriteServer } from './server.ts';

export { expect };

/** A page of one person, and what watches over it. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly guard: PageGuard;
}

/**
 * Opens the windows of a test. Each `open` is another person, with a browser profile of their own; `allowed` is a
 * complaint that this page has reason for, `device` what it is looked at on.
 */
export interface Windows {
  open(path?: string, allowed?: RegExp, device?: BrowserContextOptions): Promise<Window>;
  /** One more tab of the same person. */
  openTab(beside: Window, path?: string): Promise<Window>;
  /** A complaint that every window, there or to come, has reason for. */
  allow(complaint: RegExp): void;
  /** Says that the network will fail now, in every window. */
  expectOutage(): void;
}

export interface Fixtures {
  /** A server of this test's own, on an empty data directory. */
  readonly server: CowriteServer;
  readonly windows: Windows;
}

/** A test with a server and windows; it fails where any of its pages complained. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern what a fixture depends on.
  server: async ({}, use) => {
    const server = await CowriteServer.start();
    await use(server);
    await server.dispose();
  },
  windows: async ({ browser, server }, use) => {
    const opened: Window[] = [];
    const expected: RegExp[] = [];
    const openIn = async (context: BrowserContext, path: string, allowed?: RegExp): Promise<Window> => {
      const page = await context.newPage();
      const window = { page, context, guard: new PageGuard(page) };
      for (const each of allowed === undefined ? expected : [...expected, allowed]) window.guard.allow(each);
      opened.push(window);
      await page.goto(new URL(path, server.url).href);
      return window;
    };
    await use({
      open: async (path = '/', allowed, device) => openIn(await browser.newContext(device), path, allowed),
      openTab: (beside, path = '/') => openIn(beside.context, path),
      allow: (complaint) => {
        expected.push(complaint);
        for (const { guard } of opened) guard.allow(complaint);
      },
      expectOutage: () => {
        for (const { guard } of opened) guard.allowNetworkErrors();
      },
    });
    const complaints = opened.flatMap(({ guard }) => guard.complaints);
    await Promise.all([...new Set(opened.map(({ context }) => context))].map((context) => context.close()));
    expect(complaints, 'what the pages complained of').toEqual([]);
  },
});

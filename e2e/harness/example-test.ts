import { test as base } from './browser.ts';
import { ExampleSite } from './examples.ts';
import { CowriteServer, type ServerOptions } from './server.ts';

interface Opened {
  readonly site: ExampleSite;
  readonly server: CowriteServer;
}

/** An example on an origin of its own, and a service that lets that origin in. */
export const test = base.extend<{
  readonly open: (name: string, options?: ServerOptions & { bundled?: boolean }) => Promise<Opened>;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern what a fixture depends on.
  open: async ({}, use) => {
    const opened: Opened[] = [];
    await use(async (name, { bundled = false, ...options } = {}) => {
      const site = await ExampleSite.open(name, { bundled });
      const server = await CowriteServer.start({
        ...options,
        args: ['--origin', site.origin, ...(options.args ?? [])],
      });
      site.service = server.url;
      opened.push({ site, server });
      return { site, server };
    });
    for (const { site, server } of opened) {
      await site.close();
      await server.dispose();
    }
  },
  // After what opens services: the windows are closed before these are, of whose absence pages would complain.
  windows: async ({ open: _, windows }, use) => use(windows),
});

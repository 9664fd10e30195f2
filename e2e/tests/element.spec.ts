import { test as base, expect } from '../harness/browser.ts';
import { ExampleSite } from '../harness/examples.ts';
import { CowriteServer } from '../harness/server.ts';

const test = base.extend<{ readonly site: ExampleSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern what a fixture depends on.
  site: async ({}, use) => {
    const site = await ExampleSite.open('element');
    await use(site);
    await site.close();
  },
  server: async ({ site }, use) => {
    const server = await CowriteServer.start({ args: ['--origin', site.origin] });
    site.service = server.url;
    await use(server);
    await server.dispose();
  },
});

test('a plain page with the element writes with another', async ({ windows, site }) => {
  const { page: ann } = await windows.open(`${site.origin}/?name=Ann`);
  const { page: bob } = await windows.open(`${site.origin}/?name=Bob`);
  const text = ann.getByRole('textbox', { name: 'Release notes' });
  await text.click();
  await ann.keyboard.type('# Version 2');
  await ann.keyboard.press('Enter');
  await ann.keyboard.type('It is faster.');
  await expect(bob.getByRole('heading', { name: 'Version 2' })).toBeVisible();
  await expect(bob.getByText('It is faster.')).toBeVisible();
  await expect(ann.getByRole('status').filter({ hasText: 'All changes are saved.' })).toBeVisible();
  await ann.screenshot({ path: '/tmp/shots/element.png' });
});

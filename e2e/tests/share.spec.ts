import type { Browser, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { PageGuard } from '../harness/page-guard.ts';
import { CowriteServer } from '../harness/server.ts';
import { ADMIN_KEY, SECRET } from '../harness/tokens.ts';

let server: CowriteServer;

test.beforeAll(async () => {
  server = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY } });
});

test.afterAll(() => server.dispose());

/** Another person's browser. What it is refused is told in its console too. */
const visitor = async (browser: Browser, address: string): Promise<Page> => {
  const page = await (await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })).newPage();
  new PageGuard(page).allow(/status of 40[13]/);
  await page.goto(new URL(address, server.url).href);
  return page;
};

const textOf = (page: Page) => page.getByRole('textbox', { name: /^Text of / });

test('the host signs in, shares a document, and takes the share back', async ({ browser }) => {
  const host = await visitor(browser, '/');
  await expect(host.getByRole('heading', { name: 'Who hosts this service?' })).toBeVisible();
  await host.getByLabel('Key of this service').fill('not the key');
  await host.getByRole('button', { name: 'Sign in' }).click();
  await expect(host.getByRole('alert')).toHaveText('This is not the key of this service.');
  await host.getByLabel('Key of this service').fill(ADMIN_KEY);
  await host.getByRole('button', { name: 'Sign in' }).click();
  await host.getByRole('button', { name: 'New document' }).first().click();
  await host.getByRole('textbox', { name: 'Document title' }).fill('Plans');
  await host.keyboard.press('Enter');
  await textOf(host).click();
  await host.keyboard.type('by the host');

  await host.getByRole('button', { name: 'Share', exact: true }).click();
  await host.getByLabel('Password').fill('open sesame');
  await host.getByRole('button', { name: 'Make a link and copy it' }).click();
  await expect(host.getByRole('list', { name: 'Links' }).getByRole('listitem')).toHaveCount(1);
  const link = await host.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('/s/');

  const guest = await visitor(browser, link);
  await expect(guest.getByRole('heading', { name: 'You are invited to write together' })).toBeVisible();
  await guest.getByLabel('Your name').fill('Gus');
  await guest.getByLabel('Password of the link').fill('wrong one');
  await guest.getByRole('button', { name: 'Open the document' }).click();
  await expect(guest.getByRole('alert')).toHaveText('This is not the password.');
  await guest.getByLabel('Password of the link').fill('open sesame');
  await guest.getByRole('button', { name: 'Open the document' }).click();
  await expect(textOf(guest)).toContainText('by the host');
  await textOf(guest).click();
  await guest.keyboard.press('ControlOrMeta+End');
  await guest.keyboard.type(' and a guest');
  await expect(textOf(host)).toContainText('by the host and a guest');
  await expect(guest.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0);
  await guest.reload();
  await expect(textOf(guest)).toContainText('by the host and a guest');

  await host.getByLabel(/^What “.+” allows$/).selectOption('viewer');
  await expect(guest.getByTestId('saved-state')).toHaveAttribute('data-state', 'readOnly');
  await expect(textOf(guest)).toHaveAttribute('contenteditable', 'false');
  await host.getByRole('button', { name: /^Revoke the link/ }).click();
  await expect(guest.getByTestId('connection-banner')).toBeVisible();
  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'This link leads nowhere any more' })).toBeVisible();
  await Promise.all([host, guest].map((page) => page.context().close()));
});

test('without a link a document stays closed, and says how to get in', async ({ browser }) => {
  const stranger = await visitor(browser, '/d/some-document');
  await expect(stranger.getByRole('heading', { name: 'You need a link to open this document' })).toBeVisible();
  await stranger.context().close();
});

import type { Page } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';

test.use({ serviceWorkers: 'allow' });

const rows = (page: Page) => page.getByRole('main').getByRole('listitem');
const row = (page: Page, title: string) => rows(page).filter({ has: page.getByRole('link', { name: title }) });

const rename = async (page: Page, from: string, to: string): Promise<void> => {
  await page
    .getByRole('button', { name: `Actions for ${from}` })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  const field = page.getByRole('textbox', { name: `New title for ${from}` });
  await field.fill(to);
  await field.press('Enter');
};

/** Makes a document by the button, comes back to Home, and gives it a title. */
const create = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('button', { name: 'New document' }).first().click();
  await page.waitForURL(/\/d\/[^/]+$/);
  await page.goBack();
  await rename(page, 'Untitled', title);
  await expect(row(page, title)).toBeVisible();
};

test('an empty Home says so, and its button makes the first document', async ({ windows }) => {
  const { page } = await windows.open();
  await expect(page.getByRole('heading', { name: 'Start something together' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'New document' }).last().click();
  await page.waitForURL(/\/d\/[^/]+$/);
  await page.goBack();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'Start something together' })).toHaveCount(0);
});

test('documents are listed by last change, in every window and after a restart', async ({ windows, server }) => {
  const { page } = await windows.open();
  await create(page, 'First');
  await create(page, 'Second');
  await rename(page, 'First', 'First, changed last');
  const titles = [/First, changed last/, /Second/];
  await expect(rows(page)).toHaveText(titles);
  const other = await windows.open();
  await expect(rows(other.page)).toHaveText(titles);

  windows.expectOutage();
  await server.stop();
  await server.start();
  await other.page.reload();
  await expect(rows(other.page)).toHaveText(titles);
});

test('a deleted document leaves the list, and undo brings it back', async ({ windows }) => {
  const { page } = await windows.open();
  await create(page, 'Kept');
  await create(page, 'Deleted by mistake');
  await page.getByRole('button', { name: 'Actions for Deleted by mistake' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(row(page, 'Deleted by mistake')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(row(page, 'Deleted by mistake')).toBeVisible();
  // The toast goes, and the focus is back where it was before.
  await expect(row(page, 'Kept').getByRole('link')).toBeFocused();
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
});

test('a document waits in the trash until it is restored', async ({ windows }) => {
  const { page } = await windows.open();
  await create(page, 'Thrown away');
  await row(page, 'Thrown away').getByRole('link').press('Delete');
  await expect(rows(page)).toHaveCount(0);
  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('button', { name: 'Restore Thrown away' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await page.getByRole('link', { name: 'All documents' }).click();
  await expect(row(page, 'Thrown away')).toBeVisible();
});

test('Home says that the server is gone, keeps its list, and recovers by itself', async ({ windows, server }) => {
  const { page } = await windows.open();
  await create(page, 'Still shown');
  windows.expectOutage();
  await server.kill();
  await page.getByRole('button', { name: 'New document' }).click();
  await expect(page.getByText('The document couldn’t be created.').first()).toBeVisible();
  await expect(row(page, 'Still shown')).toBeVisible();
  await server.start();
  await page.reload();
  await expect(row(page, 'Still shown')).toBeVisible();
});

test('an address that leads nowhere says so, and leads home', { tag: '@more' }, async ({ windows }) => {
  const { page } = await windows.open('/no/such/page', /status of 404/);
  await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
  await page.getByRole('link', { name: 'All documents' }).click();
  await expect(page.getByRole('heading', { name: 'Documents' })).toBeVisible();
});

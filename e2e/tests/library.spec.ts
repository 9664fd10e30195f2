import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';

/** Makes a document through the API: what is looked at here is how it is found again. */
const make = async (page: Page, title: string, markdown = ''): Promise<string> => {
  const response = await page.request.post(new URL('/api/documents', page.url()).href, {
    data: markdown === '' ? { title } : { title, markdown },
  });
  expect(response.status()).toBe(201);
  return ((await response.json()) as { id: string }).id;
};

const row = (page: Page, title: string) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: title }) });

const choose = async (page: Page, title: string, item: string): Promise<void> => {
  await page.getByRole('button', { name: `Actions for ${title}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

const shelf = (page: Page, name: string | RegExp) =>
  page.getByRole('navigation', { name: 'Shelves' }).getByRole('link', { name });

/** What was written is found within this. */
const INDEXED = { timeout: 20_000 };

test('while one types, titles and texts are searched, and what matches is shown', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Harbour log');
  await ann.text.click();
  await ann.page.keyboard.type('The ebb began at four. 我们共同编写文档');
  await ann.expectSaved();
  const { page } = await windows.open();
  await make(page, 'Something else', 'of no interest');
  const field = page.getByRole('searchbox', { name: 'Search' });
  await page.keyboard.press('ControlOrMeta+K');
  await expect(field).toBeFocused();
  await field.pressSequentially('eb');
  const found = page.getByRole('list', { name: 'What was found' }).getByRole('listitem');
  await expect(found).toHaveCount(1, INDEXED);
  await expect(found.getByText('The ebb began at four.')).toBeVisible();
  await expect(found.locator('mark')).toHaveText('eb');
  await field.fill('编写');
  await expect(found.locator('mark')).toHaveText('编写');
  // The whole field at once: between two of its words nothing else was asked for.
  await field.fill('nothing says this');
  await expect(page.getByRole('heading', { name: 'Nothing found for “nothing says this”' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Clear search' }).last().click();
  await expect(row(page, 'Harbour log')).toBeVisible();
  await field.fill('harb');
  await found.getByRole('link').click();
  await expect(page.getByRole('textbox', { name: 'Document title' })).toHaveValue('Harbour log');
});

test('tags are given, are everybody’s, and lead to what has them', { tag: '@more' }, async ({ windows }) => {
  const { page } = await windows.open();
  await make(page, 'Budget');
  await make(page, 'Party');
  const other = await windows.open();
  await choose(page, 'Budget', 'Tags…');
  const dialog = page.getByRole('dialog', { name: 'Tags' });
  await expect(dialog.getByRole('combobox', { name: 'Add a tag' })).toBeFocused();
  await page.keyboard.type('#money');
  await expect(dialog.getByRole('button', { name: 'Add' })).toBeEnabled();
  await page.keyboard.press('Enter');
  await dialog.getByRole('combobox', { name: 'Add a tag' }).fill('2026');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(row(page, 'Budget').getByText('money')).toBeVisible();
  await expect(row(other.page, 'Budget').getByText('2026')).toBeVisible();
  await shelf(other.page, /money/).click();
  await expect(row(other.page, 'Budget')).toBeVisible();
  await expect(row(other.page, 'Party')).toHaveCount(0);
  await choose(page, 'Budget', 'Tags…');
  await dialog.getByRole('button', { name: 'Remove the tag money' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(other.page.getByRole('heading', { name: 'Nothing is tagged “money”' })).toBeVisible();
});

test('favourites and what was opened last have shelves of their own', { tag: '@more' }, async ({ windows }) => {
  const { page } = await windows.open();
  await make(page, 'First');
  await make(page, 'Second');
  await expect(row(page, 'Second')).toBeVisible();
  await choose(page, 'First', 'Add to favourites');
  await expect(row(page, 'First').getByRole('img', { name: 'Favourite' })).toBeVisible();
  await shelf(page, 'Favourites').click();
  await expect(row(page, 'First')).toBeVisible();
  await expect(row(page, 'Second')).toHaveCount(0);
  await choose(page, 'First', 'Remove from favourites');
  await expect(page.getByRole('heading', { name: 'No favourites yet' })).toBeVisible();
  await shelf(page, 'All').click();
  await row(page, 'Second').getByRole('link').click();
  await expect(page.getByRole('textbox', { name: 'Document title' })).toHaveValue('Second');
  await page.getByRole('link', { name: 'All documents' }).click();
  await shelf(page, 'Recent').click();
  await expect(row(page, 'Second')).toBeVisible();
  await expect(row(page, 'First')).toHaveCount(0);
});

test('documents are begun from templates, and duplicated', async ({ windows }) => {
  const { page } = await windows.open();
  await make(page, 'Weekly', '# Agenda\n\n- who is here');
  await choose(page, 'Weekly', 'Make it a template');
  await expect(row(page, 'Weekly').getByRole('img', { name: 'Template' })).toBeVisible();
  await page.getByRole('button', { name: 'From a template' }).click();
  await page.getByRole('menuitem', { name: 'Weekly' }).click();
  await expect(page.getByRole('textbox', { name: 'Document title' })).toHaveValue('Weekly');
  await expect(page.getByText('who is here')).toBeVisible();
  await page.getByRole('link', { name: 'All documents' }).click();
  await page.getByRole('button', { name: 'From a template' }).click();
  await page.getByRole('menuitem', { name: 'Decision' }).click();
  await expect(page.getByRole('textbox', { name: 'Document title' })).toHaveValue('Decision');
  await expect(page.getByRole('heading', { name: 'Options' })).toBeVisible();
  await page.getByRole('link', { name: 'All documents' }).click();
  await choose(page, 'Decision', 'Duplicate');
  await expect(page.getByRole('textbox', { name: 'Document title' })).toHaveValue('Decision (copy)');
  await expect(page.getByRole('heading', { name: 'Options' })).toBeVisible();
});

test('axe finds nothing serious on shelves, results and the tags of a document', { tag: '@more' }, async ({
  windows,
}) => {
  const { page } = await windows.open();
  const id = await make(page, 'Tidal', 'water');
  await page.request.put(new URL(`/api/documents/${id}/tags`, page.url()).href, { data: { tags: ['sea', 'moon'] } });
  await page.request.put(new URL(`/api/documents/${id}/favourite`, page.url()).href);
  await expect(row(page, 'Tidal').getByText('sea')).toBeVisible();
  await expectAccessible(page);
  await choose(page, 'Tidal', 'Tags…');
  await expect(page.getByRole('dialog').getByText('moon')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Search' }).fill('wat');
  await expect(page.locator('mark')).toBeVisible(INDEXED);
  await expectAccessible(page);
});

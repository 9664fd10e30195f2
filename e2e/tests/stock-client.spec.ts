import type { Page } from '@playwright/test';
import { expect, test, type Windows } from '../harness/browser.ts';
import { bundleStockPage, openStockPage } from '../harness/stock-page.ts';

let code: string;
test.beforeAll(async () => {
  code = await bundleStockPage('codemirror');
});

const DOCUMENT = 'written-elsewhere';
const editor = (page: Page) => page.getByRole('textbox');

const openEditor = async (windows: Windows, name: string): Promise<Page> => {
  const page = await openStockPage(windows, code, { document: DOCUMENT, name });
  await expect(page).toHaveTitle('synced');
  return page;
};

/** The text in the editor, without the others' carets, which lie in it. */
const textOf = (page: Page): Promise<string> =>
  editor(page).evaluate((element) => {
    const copy = element.cloneNode(true);
    if (!(copy instanceof HTMLElement)) return '';
    for (const caret of copy.querySelectorAll('.cm-ySelectionCaret')) caret.remove();
    return [...copy.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n');
  });

const typeAtEnd = async (page: Page, text: string): Promise<void> => {
  await editor(page).focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(text, { delay: 5 });
};

test('two CodeMirror editors on an unmodified provider write one document', async ({ windows }) => {
  const [ann, ben] = [await openEditor(windows, 'Ann'), await openEditor(windows, 'Ben')];
  await typeAtEnd(ann, 'first line\n');
  await expect(editor(ben)).toContainText('first line');
  await Promise.all([typeAtEnd(ann, 'ann '.repeat(20)), typeAtEnd(ben, 'ben '.repeat(20))]);
  const letters = async (page: Page) => [...(await textOf(page)).slice('first line\n'.length)].sort().join('');
  const typed = [...'ann ben '.repeat(20)].sort().join('');
  await expect.poll(() => letters(ann)).toBe(typed);
  await expect.poll(() => letters(ben)).toBe(typed);
  expect(await textOf(ann)).toBe(await textOf(ben));
});

test('a stock client’s document is listed as another editor’s', async ({ windows }) => {
  await typeAtEnd(await openEditor(windows, 'Ann'), 'hello');
  const { page } = await windows.open();
  const row = page.getByRole('main').getByRole('listitem');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Other editor');
});

test('stock clients see each other’s cursor, and lose it at once when a tab is closed', async ({ windows }) => {
  const [ann, ben] = [await openEditor(windows, 'Ann'), await openEditor(windows, 'Ben')];
  await typeAtEnd(ann, 'here');
  const cursor = ben.locator('.cm-ySelectionCaret');
  await expect(cursor).toHaveCount(1);
  await ann.close();
  await expect(cursor).toHaveCount(0, { timeout: 2_000 });
});

test('stock clients go on after the server is killed and started again', async ({ windows, server }) => {
  const [ann, ben] = [await openEditor(windows, 'Ann'), await openEditor(windows, 'Ben')];
  await typeAtEnd(ann, 'before ');
  await expect(editor(ben)).toContainText('before');
  windows.expectOutage();
  await server.kill();
  await expect(ann).toHaveTitle('lost');
  await typeAtEnd(ann, 'meanwhile ');
  await server.start();
  await expect(editor(ben)).toContainText('before meanwhile', { timeout: 20_000 });
  await typeAtEnd(ben, 'after');
  await expect(editor(ann)).toContainText('before meanwhile after');
});

test('two Tiptap editors on an unmodified provider write one document, also over a kill of the server', async ({
  windows,
  server,
}) => {
  const tiptap = await bundleStockPage('tiptap');
  const query = { document: 'tiptap', name: '' };
  const [ann, ben] = [await openStockPage(windows, tiptap, query), await openStockPage(windows, tiptap, query)];
  for (const page of [ann, ben]) await expect(page).toHaveTitle('synced');
  await typeAtEnd(ann, '# By Ann');
  await expect(ben.getByRole('heading', { name: 'By Ann' })).toBeVisible();
  await typeAtEnd(ben, ' and Ben\n- an item');
  await expect(ann.getByRole('listitem')).toHaveText('an item');
  windows.expectOutage();
  await server.kill();
  await expect(ann).toHaveTitle('lost');
  await typeAtEnd(ann, ', offline');
  await server.start();
  await expect(ben.locator('.tiptap')).toContainText(', offline', { timeout: 20_000 });
  expect(await ben.locator('.tiptap').innerHTML()).toBe(await ann.locator('.tiptap').innerHTML());
});

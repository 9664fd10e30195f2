import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { expect, test, type Windows } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';

const shots = process.env.COWRITE_SHOTS;
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` });
};

const historyOf = async (window: DocumentWindow): Promise<Page> => {
  const { page } = window;
  await page.getByRole('button', { name: 'Document menu' }).click();
  await page.getByRole('menuitem', { name: 'Version history' }).click();
  await expect(page.getByRole('navigation', { name: 'Versions' })).toBeVisible();
  return page;
};

const nameNow = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'More to do with this version' }).click();
  await page.getByRole('menuitem', { name: /^(Name|Rename) this version/ }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Versions' }).getByRole('button', { name })).toBeVisible();
};

const writeTogether = async (windows: Windows): Promise<[DocumentWindow, DocumentWindow]> => {
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Plans');
  await ann.typeAtStart('# Our plan\nWe begin on Monday.\n- first item\nsecond item\n\n');
  await ann.expectSaved();
  const bob = await ann.shareWith(windows);
  await expect(bob.text).toContainText('second item');
  return [ann, bob];
};

test('versions are named and browsed, changes are marked by author, and one is restored and taken back', async ({
  windows,
}) => {
  const [ann, bob] = await writeTogether(windows);
  const page = await historyOf(ann);
  await nameNow(page, 'First draft');
  await page.getByRole('link', { name: 'Back to the document' }).click();
  await ann.opened();

  await bob.text.getByText('We begin on Monday.').click();
  await bob.page.keyboard.press('End');
  for (let i = 0; i < 'Monday.'.length; i++) await bob.page.keyboard.press('Backspace');
  await bob.page.keyboard.type('Tuesday, if it is dry.');
  await bob.typeAtEnd('A new end');
  await bob.expectSaved();
  await expect(ann.text).toContainText('A new end');

  await historyOf(ann);
  const shown = page.getByRole('textbox', { name: 'Plans, version Now' });
  await expect(shown.locator('ins').first()).toContainText('Tuesday, if it is dry');
  await expect(shown.locator('del').first()).toHaveText('Monday');
  await expect(shown.locator('ins').first()).toHaveAttribute('title', /^Written by (?!Somebody)/);
  await expect(shown.locator('del').first()).toHaveAttribute('title', /^Removed by (?!Somebody)/);
  const legend = page.getByRole('list', { name: 'Who changed something' });
  await expect(legend.getByRole('listitem')).toHaveCount(1);
  await expect(page.getByText('2 changes')).toBeVisible();
  await page.getByRole('button', { name: 'Next change' }).click();
  await expect(page.getByText('Change 1 of 2')).toBeVisible();
  await expect(page.getByText(/replaced “Monday” with “Tuesday, if it is dry”/)).toBeVisible();
  await page.keyboard.press('F3');
  await expect(page.getByText('Change 2 of 2')).toBeVisible();
  await shoot(page, 'history-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'history-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expectAccessible(page);

  await page.getByRole('switch', { name: 'Show changes' }).click();
  await expect(shown.locator('del').first()).toBeHidden();
  await page.getByRole('switch', { name: 'Show changes' }).click();

  const timeline = page.getByRole('navigation', { name: 'Versions' });
  await timeline.getByRole('button', { name: /First draft/ }).click();
  const first = page.getByRole('textbox', { name: 'Plans, version First draft' });
  await expect(first).toContainText('We begin on Monday.');
  await expect(first).not.toContainText('Tuesday');
  await page.getByLabel('Compared with').selectOption({ label: 'Now' });
  await expect(first.locator('ins').first()).toContainText('Tuesday');

  await page.getByRole('button', { name: 'Restore this version' }).click();
  await expect(page.getByText('“First draft” is restored.', { exact: false }).first()).toBeVisible();
  await expect(bob.text).toContainText('We begin on Monday.');
  await expect(bob.text).not.toContainText('A new end');
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(bob.text).toContainText('Tuesday, if it is dry.');
  await expect(bob.text).toContainText('A new end');
  await expect(ann.text).toContainText('A new end');
});

test('a version becomes a document of its own, and only those with a name are shown when asked for', async ({
  windows,
}) => {
  const [ann] = await writeTogether(windows);
  const page = await historyOf(ann);
  await nameNow(page, 'To keep');
  const timeline = page.getByRole('navigation', { name: 'Versions' });
  await expect(timeline.getByRole('button')).toHaveCount(2);
  await page.getByRole('checkbox', { name: 'Only versions with a name' }).check();
  await expect(timeline.getByRole('button')).toHaveCount(1);
  await timeline.getByRole('button', { name: /To keep/ }).click();
  await page.getByRole('button', { name: 'More to do with this version' }).click();
  await page.getByRole('menuitem', { name: 'Copy to a new document' }).click();
  await expect(page.getByRole('textbox', { name: 'Document title' })).toHaveValue('Plans (To keep)');
  await expect(ann.text).toContainText('We begin on Monday.');
  await expect(ann.text.getByRole('listitem')).toHaveCount(2);
});

test('who wrote a piece of the text is told of the selection, and of the block at the caret', async ({ windows }) => {
  const [ann, bob] = await writeTogether(windows);
  await bob.text.getByText('We begin on Monday.').click();
  await bob.page.keyboard.press('End');
  await bob.page.keyboard.type(' Or so I heard it said here.');
  await bob.expectSaved();
  await expect(ann.text).toContainText('Or so I heard');
  await ann.text.getByText('We begin on Monday.').click();
  const { page } = ann;
  const ask = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Document menu' }).click();
    await page.getByRole('menuitem', { name: 'Who wrote this?' }).click();
  };
  await ask();
  const dialog = page.getByRole('dialog', { name: 'Who wrote this?' });
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await shoot(page, 'who-wrote');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await ann.text.getByText('first item').click();
  await ask();
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await expect(dialog.getByRole('listitem')).toContainText('100%');
});

test('on a phone, in Chinese, and where nothing was written', async ({ windows }) => {
  const [ann, bob] = await writeTogether(windows);
  const page = await historyOf(ann);
  await nameNow(page, 'A');
  await bob.typeAtEnd('more words');
  await bob.expectSaved();
  await page.reload();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.locator('ins').first()).toContainText('more words');
  await shoot(page, 'history-phone');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.evaluate(() => localStorage.setItem('cowrite.language', 'zh-CN'));
  await page.reload();
  await expect(page.getByRole('navigation', { name: '版本' })).toBeVisible();
  await shoot(page, 'history-phone-chinese');
  await expectAccessible(page);
});

test('an address of no document, and one of no version, say so', async ({ windows }) => {
  const [ann] = await writeTogether(windows);
  const { page } = ann;
  windows.allow(/status of 404/);
  await page.goto(`${page.url()}/history?version=unknown`);
  await expect(page.getByRole('alert')).toContainText('There is no such version');
  await page.goto(new URL('/d/nowhere/history', page.url()).href);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { BoardWindow, typesOn } from '../harness/board-window.ts';
import { expect, test, type Windows } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';
import { dropOn, picture } from '../harness/files.ts';

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
  // What Bob deleted is back: were it his to bring back too, it would be there twice.
  await expect(bob.toolbar.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(bob.text).toContainText('Tuesday, if it is dry.');
  await expect(bob.text).toContainText('A new end');
  await expect(ann.text).toContainText('A new end');
});

test('a version becomes a document of its own, and only those with a name are shown when asked for', {
  tag: '@more',
}, async ({ windows }) => {
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

test('on a phone, in Chinese, and where nothing was written', { tag: '@more' }, async ({ windows }) => {
  const [ann, bob] = await writeTogether(windows);
  const page = await historyOf(ann);
  await nameNow(page, 'A');
  await bob.typeAtEnd('more words');
  await bob.expectSaved();
  let compare = (): void => undefined;
  const compared = new Promise<void>((resolve) => {
    compare = resolve;
  });
  await page.route('**/changes?*', async (route) => {
    await compared;
    await route.continue();
  });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  // A long document takes its time, and the page says so.
  await expect(page.getByRole('status').filter({ hasText: 'Comparing… A long document' })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Comparing…' })).toBeVisible();
  await shoot(page, 'history-comparing');
  compare();
  await expect(page.locator('ins').first()).toContainText('more words');
  await page.unroute('**/changes?*');
  await shoot(page, 'history-phone');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.evaluate(() => localStorage.setItem('cowrite.language', 'zh-CN'));
  await page.reload();
  await expect(page.getByRole('navigation', { name: '版本' })).toBeVisible();
  await shoot(page, 'history-phone-chinese');
  await expectAccessible(page);
});

test('an address of no document, and one of no version, say so', { tag: '@more' }, async ({ windows }) => {
  const [ann] = await writeTogether(windows);
  const { page } = ann;
  windows.allow(/status of 404/);
  await page.goto(`${page.url()}/history?version=unknown`);
  await expect(page.getByRole('alert')).toContainText('There is no such version');
  await page.goto(new URL('/d/nowhere/history', page.url()).href);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a board’s past is a picture with what differs marked, its pictures included, and is restored and taken back', {
  tag: '@more',
}, async ({ windows, server }) => {
  test.setTimeout(180_000);
  const ann = await BoardWindow.create(windows);
  const { page } = ann;
  await ann.title.fill('Garden');
  await dropOn(ann.board.locator('canvas.interactive'), { files: [picture('cat.png')] }, { x: 0.5, y: 0.4 });
  await ann.click([200, 640]);
  await ann.draw('r', [300, 420], [500, 560]);
  await ann.expectSaved();
  await expect.poll(() => typesOn(server, ann)).toEqual(['image', 'rectangle']);
  const bob = await ann.shareWith(windows);
  const named = await page.request.post(new URL(`/api/documents/${ann.documentId}/versions`, page.url()).href, {
    data: { name: 'First sketch' },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(named.status()).toBe(201);
  await bob.draw('o', [620, 420], [800, 560]);
  await bob.expectSaved();
  // It is selected still.
  await page.keyboard.press('Delete');
  await expect.poll(() => typesOn(server, bob)).toEqual(['ellipse', 'image']);

  await page.goto(`${page.url()}/history`);
  const view = page.getByRole('region', { name: 'Garden, version Now' });
  const marks = view.locator('[data-change]');
  await expect(marks).toHaveCount(2, { timeout: 30_000 });
  await expect(view.locator('[data-change="removed"] title')).toHaveText(/^Removed by (?!Somebody)/);
  await expect(view.locator('[data-change="inserted"] title')).toHaveText(/^Drawn by (?!Somebody)/);
  const listed = page.getByRole('list', { name: 'Changes' });
  await expect(listed).toContainText('deleted a rectangle');
  await expect(listed).toContainText('drew an ellipse');
  // Where the mark of the ellipse is, the ellipse is.
  const share = (selector: string) =>
    view.evaluate(async (root, mark) => {
      const [image, frame] = [root.querySelector('img'), root.querySelector(mark)];
      if (!image || !frame) throw new Error('nothing is shown');
      await image.decode();
      const [all, part] = [image.getBoundingClientRect(), frame.getBoundingClientRect()];
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [all.width, all.height];
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0, all.width, all.height);
      const { data } = context?.getImageData(part.x - all.x, part.y - all.y, part.width, part.height) ?? { data: [] };
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 200) dark++;
      return dark / (part.width * part.height);
    }, selector);
  expect(await share('[data-change="inserted"]')).toBeGreaterThan(0.005);
  await page.keyboard.press('F3');
  await expect(view.locator('[data-current]')).toHaveCount(1);
  await shoot(page, 'board-history-light');
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(view.locator('img')).toBeVisible();
  await shoot(page, 'board-history-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(view.locator('img')).toBeVisible();
  await shoot(page, 'board-history-phone');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 720 });

  await page
    .getByRole('navigation', { name: 'Versions' })
    .getByRole('button', { name: /First sketch/ })
    .click();
  const first = page.getByRole('region', { name: 'Garden, version First sketch' });
  await expect(first.locator('img')).toBeVisible({ timeout: 30_000 });
  await expect(first.locator('img')).toHaveJSProperty('complete', true);
  await page.getByRole('button', { name: 'Larger' }).click();
  await shoot(page, 'board-history-version');
  // The cat is there, in its colours.
  const colourful = await first.locator('img').evaluate((image: HTMLImageElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
      if (Math.max(r, g, b) - Math.min(r, g, b) > 60) count++;
    }
    return count;
  });
  expect(colourful).toBeGreaterThan(500);

  await page.getByRole('button', { name: 'Restore this version' }).click();
  await expect.poll(() => typesOn(server, bob)).toEqual(['image', 'rectangle']);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect.poll(() => typesOn(server, bob)).toEqual(['ellipse', 'image']);
  await bob.board.locator('canvas.interactive').waitFor();
});

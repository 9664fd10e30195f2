import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

/** How many stretches the browser marks: those found, and the one that is looked at. */
const marked = (page: Page): Promise<[number, number]> =>
  page.evaluate(() => [
    CSS.highlights.get('cowrite-found')?.size ?? 0,
    CSS.highlights.get('cowrite-found-current')?.size ?? 0,
  ]);

const barOf = (page: Page) => page.getByRole('search', { name: 'Find in the document' });

test('words are found, counted, walked through and marked without a change, while another goes on writing', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('A cat and a Cat.\n# Cats\nno dogs');
  const ben = await ann.shareWith(windows);
  const before = await ann.markup();
  await ann.page.keyboard.press('ControlOrMeta+f');
  const bar = barOf(ann.page);
  const field = bar.getByRole('textbox', { name: 'Find' });
  await expect(field).toBeFocused();
  await field.fill('cat');
  await expect(bar).toContainText('of 3');
  await expect.poll(() => marked(ann.page)).toEqual([2, 1]);
  await bar.getByRole('button', { name: 'Match case' }).click();
  await expect(bar).toContainText('of 1');
  await bar.getByRole('button', { name: 'Match case' }).click();
  await bar.getByRole('button', { name: 'Whole words' }).click();
  await expect(bar).toContainText('of 2');
  await field.fill('c.t(s)?');
  await bar.getByRole('button', { name: 'Regular expression' }).click();
  await expect(bar).toContainText('of 3');
  await field.fill('(a+)+$b|(x+x+)+y');
  await expect(bar).toContainText(/Not found|Takes too long/);
  await field.fill('(');
  await expect(bar).toContainText('Not an expression');
  await bar.getByRole('button', { name: 'Regular expression' }).click();
  await bar.getByRole('button', { name: 'Whole words' }).click();
  await field.fill('cat');
  expect(await ann.markup()).toBe(before);

  await ben.typeAtEnd(' but a cat');
  await expect(bar).toContainText('of 4');
  await expect.poll(() => marked(ann.page)).toEqual([3, 1]);
  await expectAccessible(ann.page);
  await field.press('Escape');
  await expect(bar).toHaveCount(0);
  expect(await marked(ann.page)).toEqual([0, 0]);
  await expect(ann.text).toBeFocused();
  expect(await ann.page.evaluate(() => String(getSelection()))).toMatch(/^cat$/i);
});

test('all of them are replaced in one step, in formatted text too, and one undo brings them back for everybody', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('red **gre**en red\n- green');
  const ben = await ann.shareWith(windows);
  await ann.page.keyboard.press('ControlOrMeta+h');
  const bar = barOf(ann.page);
  await bar.getByRole('textbox', { name: 'Find' }).fill('green');
  await expect(bar).toContainText('of 2');
  await bar.getByRole('textbox', { name: 'Replace with' }).fill('blue');
  await bar.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(bar).toContainText('1 of 1');
  await bar.getByRole('button', { name: 'Replace all' }).click();
  await expect(ben.text).toContainText('red blue red');
  await expect(ben.text.locator('strong')).toHaveText('blue');
  await expect(ben.text.locator('li')).toHaveText('blue');
  await expect(bar.getByRole('textbox', { name: 'Replace with' })).toBeFocused();
  await bar.getByRole('textbox', { name: 'Find' }).fill('red');
  await bar.getByRole('textbox', { name: 'Replace with' }).fill('');
  await bar.getByRole('button', { name: 'Replace all' }).click();
  await expect(ben.text.locator('p')).toHaveText(' blue ');
  await ann.toolbar.getByRole('button', { name: 'Undo' }).click();
  await expect(ben.text.locator('p')).toHaveText('red blue red');
  await expectConverged([ann, ben]);
});

test('a pattern that would take for ever is given up, and the page goes on meanwhile', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('a'.repeat(60));
  await ann.page.keyboard.press('ControlOrMeta+f');
  const bar = barOf(ann.page);
  await bar.getByRole('button', { name: 'Regular expression' }).click();
  await bar.getByRole('textbox', { name: 'Find' }).fill('(a+)+b');
  await ann.typeAtEnd('!');
  await expect(ann.text).toContainText('a!');
  await expect(bar).toContainText('Takes too long');
  await bar.getByRole('textbox', { name: 'Find' }).fill('a!');
  await expect(bar).toContainText('1 of 1');
});

test('on a phone it is in the menu, and leaves the text in view', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.page.setViewportSize({ width: 390, height: 700 });
  await ann.typeAtEnd(`first\n${'line\n'.repeat(30)}last`);
  await ann.page.getByRole('button', { name: 'Document menu' }).click();
  await ann.page.getByRole('menuitem', { name: 'Find and replace' }).click();
  const bar = barOf(ann.page);
  await bar.getByRole('textbox', { name: 'Find' }).fill('first');
  await expect(bar).toContainText('1 of 1');
  await expect(ann.text.getByText('first')).toBeInViewport();
  for (const button of await bar.getByRole('button').all()) {
    const box = await button.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true);
  }
});

test('without a connection the bar is beside what says so, not over it', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('words');
  await ann.expectSaved();
  windows.expectOutage();
  await ann.window.context.setOffline(true);
  const banner = ann.page.getByTestId('connection-banner');
  await expect(banner).toBeVisible();
  await ann.page.keyboard.press('ControlOrMeta+f');
  await expect(barOf(ann.page)).toBeVisible();
  await expect
    .poll(async () => {
      const [over, bar] = await Promise.all([banner.boundingBox(), barOf(ann.page).boundingBox()]);
      return (bar?.y ?? 0) - ((over?.y ?? 0) + (over?.height ?? 0));
    })
    .toBeGreaterThanOrEqual(0);
});

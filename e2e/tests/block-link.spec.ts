import { gripOf } from '../harness/blocks.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';

const LONG = `${'line\n'.repeat(35)}target\n${'line\n'.repeat(35)}`;

/** The address that the menu of a block puts on the clipboard. */
const linkTo = async (window: DocumentWindow, words: string): Promise<string> => {
  await window.window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await window.text.getByText(words, { exact: true }).scrollIntoViewIfNeeded();
  await (await gripOf(window, words)).click();
  await window.page.getByRole('menuitem', { name: 'Copy link to block' }).click();
  await expect(window.page.getByText('Link copied').first()).toBeVisible();
  return window.page.evaluate(() => navigator.clipboard.readText());
};

test('a link to a block opens the document there and marks it, whatever became of it meanwhile', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd(LONG);
  const link = await linkTo(ann, 'target');
  expect(link).toMatch(/\/d\/[^#]+#.+/);
  const ben = await new DocumentWindow(await windows.open(link)).opened();
  const target = (window: DocumentWindow) => window.text.locator('[data-linked]');
  await expect(target(ben)).toHaveText('target');
  await expect(target(ben)).toBeInViewport();

  await ann.text.getByText('target').click();
  await ann.page.keyboard.press('End');
  await ann.page.keyboard.type(' practice');
  await ann.page.keyboard.press('ControlOrMeta+Alt+1');
  for (let i = 0; i < 3; i++) await ann.page.keyboard.press('Alt+Shift+ArrowUp');
  await ann.expectSaved();
  const cem = await new DocumentWindow(await windows.open(link)).opened();
  await expect(target(cem)).toHaveText('target practice');
  await expect(target(cem)).toBeInViewport();
});

test('a link followed within the open document leads there too', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd(LONG);
  const link = await linkTo(ann, 'target');
  await ann.page.evaluate(() => scrollTo(0, 0));
  await expect(ann.text.getByText('target')).not.toBeInViewport();
  await ann.page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await expect(ann.text.getByText('target')).toBeInViewport();
});

test('a block that arrives later is gone to when it does', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('line\n'.repeat(45));
  await ann.expectSaved();
  windows.expectOutage();
  await ann.window.context.setOffline(true);
  await ann.page.keyboard.type('written offline');
  const link = await linkTo(ann, 'written offline');
  const ben = await new DocumentWindow(await windows.open(link)).opened();
  await expect(ben.text).toContainText('line');
  await expect(ben.text).not.toContainText('written offline');
  await ann.window.context.setOffline(false);
  await expect(ben.text.locator('[data-linked]')).toHaveText('written offline');
  await expect(ben.text.getByText('written offline')).toBeInViewport();
});

test('an address that names no block opens the document as ever', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('alpha');
  await ann.expectSaved();
  const ben = await new DocumentWindow(await windows.open(`${ann.page.url()}#%E0%A4%A`)).opened();
  await expect(ben.text).toHaveText('alpha');
  await ben.typeAtEnd('!');
  await expect(ann.text).toHaveText('alpha!');
});

import { expectAccessible } from '../harness/axe.ts';
import { gripOf, outlineOf } from '../harness/blocks.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

const choose = async ({ page }: DocumentWindow, ...path: string[]): Promise<void> => {
  for (const name of path) {
    const item = page.getByRole(/ (text|background)$/.test(name) ? 'menuitemradio' : 'menuitem', { name, exact: true });
    await item.first().click();
  }
};

const openMenu = async (window: DocumentWindow, words: string): Promise<void> => {
  await (await gripOf(window, words)).click();
  await expect(window.page.getByRole('menu')).toBeVisible();
};

test('the menu of a block turns it, copies it, moves it and removes it, seen in a second window', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('alpha\nbeta');
  const both = async (lines: readonly string[]) => {
    for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(lines);
  };
  await openMenu(ann, 'beta');
  await ann.page.getByRole('menuitem', { name: 'Turn into' }).click();
  await choose(ann, 'Heading 2');
  for (const { text } of [ann, ben]) await expect(text.getByRole('heading', { level: 2 })).toHaveText('beta');
  await openMenu(ann, 'beta');
  await choose(ann, 'Move up Alt+Shift+↑');
  await both(['beta', 'alpha']);
  await openMenu(ann, 'alpha');
  await choose(ann, 'Duplicate Ctrl+D');
  await both(['beta', 'alpha', 'alpha']);
  await openMenu(ann, 'beta');
  await choose(ann, 'Delete Ctrl+Shift+Backspace');
  await both(['alpha', 'alpha']);
  await expectConverged([ann, ben]);
});

test('a block is coloured, in both windows and both themes, and loses its colour again', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('alpha\nbeta');
  await openMenu(ann, 'beta');
  await ann.page.getByRole('menuitem', { name: 'Colour' }).click();
  await choose(ann, 'Red background');
  for (const { text } of [ann, ben]) {
    await expect(text.locator('p', { hasText: 'beta' })).toHaveCSS('background-color', 'rgb(253, 235, 236)');
  }
  await ben.page.emulateMedia({ colorScheme: 'dark' });
  await expect(ben.text.locator('p', { hasText: 'beta' })).toHaveCSS('background-color', 'rgb(69, 35, 39)');
  await openMenu(ann, 'beta');
  await ann.page.getByRole('menuitem', { name: 'Colour' }).click();
  await expect(ann.page.getByRole('menuitemradio', { name: 'Red background' })).toBeChecked();
  await choose(ann, 'No colour');
  await expect(ben.text.locator('p', { hasText: 'beta' })).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
  await ben.page.reload();
  await ben.opened();
  await expectConverged([ann, ben]);
});

test('the menu opens by a key for the block at the caret, and leads back to it', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('alpha\nbeta');
  await ann.page.keyboard.press('ControlOrMeta+Alt+o');
  await ann.page.getByRole('menuitem', { name: /^Duplicate/ }).press('Enter');
  await expect(ann.page.getByRole('menu')).toBeHidden();
  for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['alpha', 'beta', 'beta']);
  await expect(ann.text).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('!');
  for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['alpha', 'beta', 'beta!']);
});

test('the plus beside a block adds one below, with the commands open', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('alpha\nbeta');
  await gripOf(ann, 'alpha');
  await ann.page.getByRole('button', { name: 'Add a block below' }).click();
  await expect(ann.page.getByRole('listbox', { name: 'Commands' })).toBeVisible();
  await ann.page.keyboard.type('quote');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('said');
  for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['alpha', 'said', 'beta']);
  await expect(ben.text.locator('blockquote')).toHaveText('said');
});

test('Escape selects the block, Shift and arrows take in more, and keys act on all of them', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('one\ntwo\nthree\nfour');
  await ann.page.keyboard.press('Escape');
  await expect(ann.text).toBeFocused();
  await expect(ann.page.getByText('1 block selected')).toBeAttached();
  await ann.page.keyboard.press('Shift+ArrowUp');
  await ann.page.keyboard.press('Shift+ArrowUp');
  await ann.page.keyboard.press('Shift+ArrowDown');
  await expect(ann.text.locator('[data-selected]')).toHaveText(['three', 'four']);
  await ann.page.keyboard.press('ControlOrMeta+d');
  for (const each of [ann, ben]) {
    await expect.poll(() => outlineOf(each)).toEqual(['one', 'two', 'three', 'four', 'three', 'four']);
  }
  await expect(ann.text.locator('[data-selected]')).toHaveText(['three', 'four']);
  await ann.page.keyboard.press('Alt+Shift+ArrowUp');
  for (const each of [ann, ben]) {
    await expect.poll(() => outlineOf(each)).toEqual(['one', 'two', 'three', 'three', 'four', 'four']);
  }
  await ann.page.keyboard.press('Backspace');
  for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['one', 'two', 'three', 'four']);
  // The caret is at the start of what followed.
  await ann.page.keyboard.type('>');
  await expect.poll(() => outlineOf(ben)).toEqual(['one', 'two', 'three', '>four']);
});

test('selected blocks are copied as whole, and a press in the text leads back to letters', async ({ windows }) => {
  // As with a picture copied by itself: what is chosen as whole comes out of the formats' clipboard as nothing.
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ann.typeAtEnd('## one\ntwo\nthree');
  await ann.page.keyboard.press('ControlOrMeta+Home');
  await ann.page.keyboard.press('Escape');
  await ann.page.keyboard.press('Shift+ArrowDown');
  await ann.page.keyboard.press('ControlOrMeta+c');
  await expect(ann.text.locator('[data-selected]')).toHaveText(['one', 'two']);
  await ann.text.getByText('three').click();
  await expect(ann.text.locator('[data-selected]')).toHaveCount(0);
  await ann.page.keyboard.press('End');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.press('ControlOrMeta+v');
  for (const each of [ann, ben])
    await expect.poll(() => outlineOf(each)).toEqual(['one', 'two', 'three', 'one', 'two']);
  await expect(ben.text.getByRole('heading', { level: 2 })).toHaveText(['one', 'one']);
});

test('who types while a block is selected types on in it', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('alpha\nbeta');
  await ann.page.keyboard.press('Escape');
  await ann.page.keyboard.type(' and more');
  for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['alpha', 'beta and more']);
});

test('a press within a selected block puts the caret there', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('alpha\nbeta');
  await ann.page.keyboard.press('Escape');
  await ann.text.getByText('beta').click();
  await ann.page.keyboard.press('End');
  await ann.page.keyboard.type('!');
  expect(await outlineOf(ann)).toEqual(['alpha', 'beta!']);
});

test('axe has nothing against the handle, its menu and the colours, in either theme', async ({ windows }) => {
  test.slow();
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('alpha\nbeta');
  await gripOf(ann, 'beta');
  await expectAccessible(ann.page);
  await openMenu(ann, 'beta');
  await expectAccessible(ann.page);
  await ann.page.getByRole('menuitem', { name: 'Colour' }).click();
  await expect(ann.page.getByRole('menuitemradio')).toHaveCount(18);
  await expectAccessible(ann.page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true });

  test('the grip at the caret opens the menu by a tap', async ({ windows }) => {
    const ann = await DocumentWindow.create(windows);
    const ben = await ann.shareWith(windows);
    await ann.text.tap();
    await ann.page.keyboard.type('alpha\nbeta');
    await ann.page.getByRole('button', { name: 'Block menu' }).tap();
    for (const name of ['Colour', 'Turn into']) {
      await ann.page.getByRole('menuitem', { name }).tap();
      await expect(ann.page.getByRole('menu')).toHaveCount(2);
      await expect(ann.page.getByRole('menu').last()).toBeInViewport({ ratio: 1 });
    }
    await ann.page.getByRole('menuitem', { name: 'Quote' }).tap();
    for (const { text } of [ann, ben]) await expect(text.locator('blockquote')).toHaveText('beta');
  });
});

import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

const floating = ({ page }: DocumentWindow) => page.getByRole('toolbar', { name: 'Selected text' });
const button = (window: DocumentWindow, name: string) => floating(window).getByRole('button', { name, exact: true });

const selectLastWord = async ({ page }: DocumentWindow): Promise<void> => {
  await page.keyboard.press('ControlOrMeta+Shift+ArrowLeft');
};

test('over selected words are the tools for them, and what they do is seen in a second window', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('some words');
  await expect(floating(ann)).toBeHidden();
  await selectLastWord(ann);
  await button(ann, 'Bold').click();
  await expect(button(ann, 'Bold')).toHaveAttribute('aria-pressed', 'true');
  await expect(ben.text.locator('strong')).toHaveText('words');
  await floating(ann)
    .getByRole('button', { name: /^Block type/ })
    .click();
  await ann.page.getByRole('menuitem', { name: 'Heading 1' }).click();
  await expect(ben.text.getByRole('heading', { level: 1 })).toHaveText('some words');
  await button(ann, 'Link').click();
  await ann.page.getByRole('textbox', { name: 'Address' }).fill('example.org');
  await expect(floating(ann)).toBeHidden();
  await ann.page.keyboard.press('Enter');
  await expect(ben.text.getByRole('link')).toHaveText('words');
  await expectConverged([ann, ben]);
});

test('colours, marks and alignment are given and cleared', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('some words');
  await selectLastWord(ann);
  const more = button(ann, 'More formats and colours');
  const words = ben.text.getByText('words');
  await more.click();
  await ann.page.getByRole('menuitemradio', { name: 'Red text' }).click();
  await expect(words).toHaveCSS('color', 'rgb(192, 47, 61)');
  await more.click();
  await expect(ann.page.getByRole('menuitemradio', { name: 'Red text' })).toBeChecked();
  await ann.page.getByRole('menuitemradio', { name: 'Blue background' }).click();
  await expect(words).toHaveCSS('background-color', 'rgb(229, 240, 254)');
  await ben.page.emulateMedia({ colorScheme: 'dark' });
  await expect(words).toHaveCSS('color', 'rgb(255, 143, 151)');
  for (const [name, tag] of [
    ['Highlight', 'mark'],
    ['Superscript', 'sup'],
    ['Subscript', 'sub'],
  ] as const) {
    await more.click();
    await ann.page.getByRole('menuitem', { name }).click();
    await expect(ben.text.locator(tag)).toHaveText('words');
    // Dark there: never the browser's own black on yellow.
    await expect(words).toHaveCSS('color', 'rgb(255, 143, 151)');
    await more.click();
    await ann.page.getByRole('menuitem', { name }).click();
    await expect(ben.text.locator(tag)).toHaveCount(0);
  }
  await more.click();
  await ann.page.getByRole('menuitem', { name: 'Align centre' }).click();
  await expect(ben.text.locator('p')).toHaveCSS('text-align', 'center');
  await ann.page.keyboard.press('ControlOrMeta+Backslash');
  await expect(ben.text.locator('p')).toHaveCSS('text-align', 'start');
  await expect(ben.text.locator('mark, sub, sup, [style*="--ink"], [style*="--ground"]')).toHaveCount(0);
  await expectConverged([ann, ben]);
});

test('the toolbar is there by Alt+F10, works by keys, and Escape leads back to the selected words', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('some words');
  await selectLastWord(ann);
  await expect(floating(ann)).toBeVisible();
  await ann.page.keyboard.press('Alt+F10');
  await expect(floating(ann).getByRole('button', { name: /^Block type/ })).toBeFocused();
  await ann.page.keyboard.press('ArrowRight');
  await expect(button(ann, 'Bold')).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(ann.text).toBeFocused();
  await ann.page.keyboard.press('Alt+F10');
  await ann.page.keyboard.press('ArrowRight');
  await ann.page.keyboard.press('Enter');
  // What is done to the words leads back to them.
  await expect(ben.text.locator('strong')).toHaveText('words');
  await expect(ann.text).toBeFocused();
  await ann.page.keyboard.type('ones');
  await expect(ben.text).toHaveText('some ones');
});

test('the fixed toolbar is there by Alt+F10 too, and Escape leads back to the caret', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('some words');
  await ann.page.keyboard.press('Alt+F10');
  await expect(ann.toolbar.getByRole('button', { name: 'Undo' })).toBeFocused();
  await ann.page.keyboard.press('ArrowRight');
  await ann.page.keyboard.press('ArrowRight');
  await expect(ann.toolbar.getByRole('button', { name: 'Bold' })).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('!');
  await expect(ann.text.locator('strong')).toHaveText('!');
  await ann.page.keyboard.press('Alt+F10');
  await ann.page.keyboard.press('Escape');
  await ann.page.keyboard.type('?');
  await expect(ann.text.locator('strong')).toHaveText('!?');
});

test('it keeps away while a mouse is still selecting, and comes when it lets go', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('some words to be selected');
  const box = await ann.text.getByText('some words').boundingBox();
  if (box === null) throw new Error('nothing to select');
  await ann.page.mouse.move(box.x + 4, box.y + box.height / 2);
  await ann.page.mouse.down();
  await ann.page.mouse.move(box.x + 90, box.y + box.height / 2, { steps: 5 });
  await expect.poll(() => ann.page.evaluate(() => String(getSelection()).length)).toBeGreaterThan(3);
  await expect(floating(ann)).toBeHidden();
  await ann.page.mouse.up();
  await expect(floating(ann)).toBeVisible();
  await expect(floating(ann)).toBeInViewport({ ratio: 1 });
  await ann.title.click({ position: { x: 640, y: 10 } });
  await expect(floating(ann)).toBeHidden();
});

test('code has no formats, and so no tools over it', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('``` let a');
  await selectLastWord(ann);
  await expect(ann.text.locator('code')).toBeVisible();
  await expect(floating(ann)).toBeHidden();
});

test('axe has nothing against it and its menu, in either theme', async ({ windows }) => {
  test.slow();
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('some words');
  await selectLastWord(ann);
  await expect(floating(ann)).toBeVisible();
  await expectAccessible(ann.page);
  await button(ann, 'More formats and colours').click();
  await expect(ann.page.getByRole('menu')).toBeVisible();
  await expectAccessible(ann.page);
});

for (const name of ['Block type: Text', 'Insert', 'More formats and colours']) {
  test(`axe has nothing against the fixed toolbar’s menu ${name}, in either theme`, async ({ windows }) => {
    test.slow();
    const ann = await DocumentWindow.create(windows);
    await ann.typeAtEnd('some words');
    await ann.toolbar.getByRole('button', { name }).click();
    await expect(ann.page.getByRole('menu')).toBeVisible();
    await expectAccessible(ann.page);
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true });

  test('nothing floats: the toolbar is at the lower edge, and its colours work by a tap', async ({ windows }) => {
    const ann = await DocumentWindow.create(windows);
    const ben = await ann.shareWith(windows);
    await ann.text.tap();
    await ann.page.keyboard.type('some words');
    await selectLastWord(ann);
    await ann.toolbar.getByRole('button', { name: 'Bold' }).tap();
    await expect(ben.text.locator('strong')).toHaveText('words');
    await expect(floating(ann)).toBeHidden();
    await ann.toolbar.getByRole('button', { name: 'More formats and colours' }).tap();
    await ann.page.getByRole('menuitemradio', { name: 'Red text' }).tap();
    await expect(ben.text.getByText('words')).toHaveCSS('color', 'rgb(192, 47, 61)');
    await expect(ann.text).toBeFocused();
  });
});

import type { Locator } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

const callout = ({ text }: DocumentWindow, kind: string): Locator =>
  text.getByRole('note', { name: `Callout: ${kind}` });

test('a callout by the slash menu, its blocks and its keys, in a second window', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('/callout');
  await ann.page.getByRole('option', { name: 'Callout' }).click();
  await ann.page.keyboard.type('first\n- one\ntwo');
  const box = callout(ben, 'Note');
  await expect(box.getByRole('paragraph')).toHaveText('first');
  await expect(box.getByRole('listitem')).toHaveText(['one', 'two']);

  // Enter leaves the list, Enter again the box.
  await ann.page.keyboard.type('\n\n\nbelow');
  await expect(ben.text.locator(':scope > p')).toHaveText('below');
  await expect(box).not.toContainText('below');
  await expectConverged([ann, ben]);
});

for (const [mark, kind] of [
  ['> [!WARNING] ', 'Warning'],
  ['> [!tip]\n', 'Tip'],
  ['[!caution] ', 'Caution'],
] as const) {
  test(`${JSON.stringify(mark)} typed makes a callout`, async ({ windows }) => {
    const ann = await DocumentWindow.create(windows);
    const ben = await ann.shareWith(windows);
    await ann.typeAtEnd(`${mark}mind this`);
    await expect(callout(ben, kind)).toHaveText('mind this');
    await expect(ben.text.locator('blockquote')).toHaveCount(0);
    await expectConverged([ann, ben]);
  });
}

test('a callout’s sign changes its kind and its emoji, and takes the box away', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('[!note] hear, hear');
  await ann.text.getByRole('button', { name: 'Callout: Note. Change kind or emoji' }).click();
  const card = ann.page.getByRole('dialog', { name: 'Callout' });
  await card.getByRole('radio', { name: 'Important' }).check();
  await expect(callout(ben, 'Important')).toHaveText('hear, hear');
  await card.getByRole('searchbox', { name: 'Search emoji' }).fill('fox');
  await card.getByRole('button', { name: 'fox', exact: true }).click();
  await expect(callout(ben, 'Important')).toHaveAttribute('data-emoji', '🦊');
  await expect(ann.text).toBeFocused();

  await ann.text.getByRole('button', { name: /^Callout: Important/ }).click();
  await card.getByRole('button', { name: 'Use the sign of the kind' }).click();
  await expect(callout(ben, 'Important')).not.toHaveAttribute('data-emoji');
  await card.getByRole('button', { name: 'Remove the box' }).click();
  await expect(callout(ben, 'Important')).toHaveCount(0);
  await expect(ben.text.locator(':scope > p')).toHaveText('hear, hear');
  await expectConverged([ann, ben]);
});

test('Backspace at its start takes the box away, and undo brings it back', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('[!note] one\ntwo');
  await expect(callout(ben, 'Note')).toHaveText('onetwo');
  await ann.goToStart();
  await ann.page.keyboard.press('Backspace');
  await expect(ben.text.locator(':scope > p')).toHaveText(['one', 'two']);
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect(callout(ben, 'Note')).toHaveText('onetwo');
  await expectConverged([ann, ben]);
});

test('arrows lead out of a callout that is all there is, above and below', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('[!note] inside');
  await ann.page.keyboard.press('ArrowDown');
  await ann.page.keyboard.type('below');
  await ann.page.keyboard.press('ArrowUp');
  await ann.page.keyboard.press('Home');
  await ann.page.keyboard.press('ArrowUp');
  await ann.page.keyboard.type('above');
  await expect(ben.text).toHaveText('aboveinsidebelow');
  await expect(ben.text.locator(':scope > p')).toHaveText(['above', 'below']);
});

test('two people write in one callout at once', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('[!note] ann: \nben: ');
  await expect(callout(ben, 'Note')).toHaveText('ann: ben: ');
  await ann.page.keyboard.press('ArrowUp');
  await ann.page.keyboard.press('End');
  await Promise.all([ann.page.keyboard.type('hello', { delay: 10 }), ben.typeAtEnd('good day', 10)]);
  for (const window of [ann, ben]) await expect(callout(window, 'Note')).toHaveText('ann: helloben: good day');
  await expectConverged([ann, ben]);
});

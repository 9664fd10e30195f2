import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

test('an @ names people and documents, and a document’s chip shows its title as it is and leads there', async ({
  windows,
}) => {
  test.slow();
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Plans');
  await ann.expectSaved();
  const ben = await DocumentWindow.create(windows);
  await ben.title.fill('Minutes');
  await ben.title.press('Enter');
  await ben.expectSaved();
  const cleo = await ben.shareWith(windows);
  await cleo.people.click();
  await cleo.page.getByRole('textbox', { name: 'Your name' }).fill('Cleo Oak');
  await cleo.page.keyboard.press('Escape');

  await ben.page.keyboard.type('Ask @cle');
  const list = ben.page.getByRole('listbox', { name: 'People and documents' });
  await expect(list.getByRole('option', { name: 'Cleo Oak' })).toBeVisible();
  await ben.page.keyboard.press('Enter');
  await ben.page.keyboard.type('about @pla');
  await expect(list.getByRole('option', { name: 'Plans' })).toBeVisible();
  await expectAccessible(ben.page);
  await ben.page.keyboard.press('Enter');
  await ben.page.keyboard.type('soon');
  for (const { text } of [ben, cleo]) {
    await expect(text.locator('p').first()).toHaveText('Ask @Cleo Oak about Plans soon');
    await expect(text.getByRole('link', { name: 'Plans' })).toBeVisible();
  }
  await expectConverged([ben, cleo]);

  await ann.title.fill('Better plans');
  await ann.expectSaved();
  await expect(cleo.text.getByRole('link', { name: 'Better plans' })).toBeVisible({ timeout: 20_000 });
  await cleo.text.getByRole('link', { name: 'Better plans' }).click();
  await expect(cleo.title).toHaveValue('Better plans');
  await cleo.page.goBack();
  await cleo.opened();

  await ann.page.getByRole('button', { name: 'Document menu' }).click();
  await ann.page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(cleo.text.getByRole('link', { name: /Better plans.*in the trash/ })).toBeVisible({ timeout: 20_000 });
});

test('a document without a title is found by the word that is shown for one, in either language', async ({
  windows,
}) => {
  const nameless = await DocumentWindow.create(windows);
  await nameless.typeAtEnd('no title');
  await nameless.expectSaved();
  const address = nameless.page.url();
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Under way');
  await ann.typeAtEnd('see @un');
  const list = ann.page.getByRole('listbox', { name: 'People and documents' });
  await expect(list.getByRole('option')).toHaveText(['Untitled']);
  await ann.page.keyboard.press('Enter');
  const ben = await ann.shareWith(windows);
  await expect(ben.text.getByRole('link', { name: 'Untitled' })).toHaveAttribute('href', address);

  const li = await windows.open(new URL(ann.page.url()).pathname, undefined, { locale: 'zh-CN' });
  await li.page.getByRole('textbox', { name: /正文$/ }).focus();
  await li.page.keyboard.press('ControlOrMeta+End');
  await li.page.keyboard.type(' @');
  await li.page.keyboard.insertText('标题');
  await expect(li.page.getByRole('listbox').getByRole('option')).toHaveText(['无标题']);
});

test('a chip is chosen by arrows, opened by Enter, deleted by Backspace, and brought back by undo', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Target');
  await ann.expectSaved();
  const ben = await DocumentWindow.create(windows);
  await ben.typeAtEnd('see @targ');
  await expect(ben.page.getByRole('option', { name: 'Target' })).toBeVisible();
  await ben.page.keyboard.press('Tab');
  await expect(ben.text.getByRole('link', { name: 'Target' })).toBeVisible();
  // Another block, and back: what follows is a step of its own.
  await ben.page.keyboard.press('Enter');
  await ben.page.keyboard.press('ArrowLeft');
  await ben.page.keyboard.press('Backspace');
  await ben.page.keyboard.press('ArrowLeft');
  await ben.page.keyboard.press('Backspace');
  await expect(ben.text.getByRole('link', { name: 'Target' })).toHaveCount(0);
  await ben.page.keyboard.press('ControlOrMeta+z');
  await expect(ben.text.getByRole('link', { name: 'Target' })).toBeVisible();
  await ben.page.keyboard.press('End');
  await ben.page.keyboard.press('ArrowLeft');
  await ben.page.keyboard.press('ArrowLeft');
  await ben.page.keyboard.press('Enter');
  await expect(ben.title).toHaveValue('Target');
});

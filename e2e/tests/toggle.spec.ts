import type { Locator } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

const arrow = ({ text }: DocumentWindow): Locator => text.getByRole('button', { name: 'What is inside' });

const withToggle = async (ann: DocumentWindow, words: string): Promise<void> => {
  await ann.typeAtEnd('/toggle');
  await ann.page.getByRole('option', { name: 'Toggle' }).click();
  await ann.page.keyboard.type(words);
};

test('what a reader opens and closes is theirs alone, and is so again after a reload', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withToggle(ann, 'title\nbody');
  const body = ({ text }: DocumentWindow) => text.getByText('body', { exact: true });
  await expect(body(ben)).toBeVisible();
  await arrow(ben).click();
  await expect(arrow(ben)).toHaveAttribute('aria-expanded', 'false');
  await expect(body(ben)).toBeHidden();
  await expect(body(ann)).toBeVisible();
  await expect(arrow(ann)).toHaveAttribute('aria-expanded', 'true');

  await ben.page.reload();
  await ben.opened();
  await expect(arrow(ben)).toHaveAttribute('aria-expanded', 'false');
  await expect(body(ben)).toBeHidden();
  await arrow(ben).press('Enter');
  await expect(body(ben)).toBeVisible();
  await expectConverged([ann, ben]);
});

test('Enter in a title leads into the body, and on to another toggle where the body is closed', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withToggle(ann, 'first\ninside\n\nbelow');
  await expect(ben.text.locator(':scope > p')).toHaveText('below');
  await arrow(ann).click();
  await ann.text.getByText('first').click();
  await ann.page.keyboard.press('End');
  await ann.page.keyboard.type('\nsecond');
  await expect(arrow(ben)).toHaveCount(2);
  await expect(ben.text).toHaveText(/^firstinsidesecond.*below$/);
  // Enter in an empty one makes a line of it.
  await arrow(ann).nth(1).click();
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.press('Enter');
  await expect(arrow(ben)).toHaveCount(2);
  await expectConverged([ann, ben]);
});

test('a heading is a title as well, and Backspace at its start takes the toggle away', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withToggle(ann, '## big\nsmall');
  await expect(ben.text.getByRole('heading', { level: 2, name: 'big' })).toBeVisible();
  await expect(arrow(ben)).toBeVisible();
  await ann.goToStart();
  await ann.page.keyboard.press('Backspace');
  await expect(arrow(ben)).toHaveCount(0);
  await expect(ben.text.locator(':scope > h2')).toHaveText('big');
  await expect(ben.text.locator(':scope > p')).toHaveText('small');
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect(arrow(ben)).toBeVisible();
  await expectConverged([ann, ben]);
});

test('closing a toggle takes the caret out of it; an undo inside it opens it again', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await withToggle(ann, 'title\nbody');
  await arrow(ann).click();
  await expect(ann.text.getByText('body')).toBeHidden();
  await ann.page.keyboard.type('!');
  await expect(ann.text.getByText('title!')).toBeVisible();
  await ann.repeat('Undo');
  await ann.repeat('Redo');
  await expect(ann.text.getByText('body')).toBeVisible();
});

test('an open toggle without a body says so, and is written in by a click', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withToggle(ann, 'title');
  const toggle = ann.text.locator('[data-hint]');
  await expect(toggle).toHaveAttribute('data-hint', 'Nothing inside yet. Click to write.');
  const { height, width } = (await toggle.boundingBox()) ?? { height: 0, width: 0 };
  await toggle.click({ position: { x: width / 3, y: height - 6 } });
  await ann.page.keyboard.type('something');
  await expect(ben.text.getByText('something')).toBeVisible();
  await expect(ben.text.locator('[data-hint]')).toHaveCount(0);
  await expectConverged([ann, ben]);
});

test('whether a new reader finds it open is in the block’s menu, and changes nothing for those who chose', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await withToggle(ann, 'title\nbody');
  await arrow(ann).click();
  await arrow(ann).click();
  await ann.text.getByText('title').click();
  await ann.page.keyboard.press('ControlOrMeta+Alt+o');
  await ann.page.getByRole('menuitem', { name: 'Close it for new readers' }).click();
  await expect(arrow(ann)).toHaveAttribute('aria-expanded', 'true');
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  await expect(arrow(ben)).toHaveAttribute('aria-expanded', 'false');
  await arrow(ben).click();
  await expect(ben.text.getByText('body')).toBeVisible();
});

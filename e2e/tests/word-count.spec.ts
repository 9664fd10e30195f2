import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';

test('words are counted as everybody writes them, and of what is selected', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const count = ann.page.getByRole('button', { name: /words?$/ });
  await expect(count).toHaveText('0 words');
  await ann.typeAtEnd('One two **three**\n我喜欢喝咖啡');
  await expect(count).toHaveText('7 words');
  const ben = await ann.shareWith(windows);
  await ben.typeAtEnd(' and more');
  await expect(count).toHaveText('9 words');
  await ann.text.getByText('One two').dblclick({ position: { x: 8, y: 10 } });
  await expect(count).toHaveText('1 of 9 words');
  await count.click();
  const panel = ann.page.getByRole('dialog', { name: 'Word count' });
  await expect(panel.getByRole('row', { name: /Characters/ })).toHaveText('Characters328');
  await expect(panel.getByRole('row', { name: /Reading time/ })).toContainText('1 min');
  await expectAccessible(ann.page);
  await ann.page.keyboard.press('Escape');
  await ann.page.setViewportSize({ width: 390, height: 780 });
  await expect(count).toBeVisible();
  await expectAccessible(ann.page);
});

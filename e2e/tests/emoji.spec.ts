import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

test('emoji by name behind a colon, in English and Chinese, in a second window', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('to the moon :rock');
  await expect(ann.page.getByRole('listbox', { name: 'Emoji' })).toBeVisible();
  await ann.page.getByRole('option', { name: /rocket/ }).click();
  await expect(ben.text).toHaveText('to the moon 🚀');
  await ann.page.keyboard.type(' ：火箭');
  await ann.page.getByRole('option', { name: /rocket/ }).click();
  await expect(ben.text).toHaveText('to the moon 🚀 🚀');
  await expectConverged([ann, ben]);
});

test('a code between colons becomes its emoji as it is typed; times and smileys stay', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('at 10:30:00 :) :ta');
  await expect(ann.page.getByRole('option', { name: /tada/ })).toBeVisible();
  await ann.page.keyboard.type('da: x');
  await expect(ben.text).toHaveText('at 10:30:00 :) 🎉 x');
  await expectConverged([ann, ben]);
});

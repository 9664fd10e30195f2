import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

test('$…$ and $$ typed make equations, seen typeset in a second window; prices stay prices', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('from $5 to $6, $7,$ and $e=mc^2$ too');
  await expect(ben.text.locator('.katex')).toHaveCount(1);
  await expect(ben.text.locator('.katex annotation')).toHaveText('e=mc^2');
  await expect(ben.text).toContainText('from $5 to $6, $7,$ and ');

  await ann.page.keyboard.type('\n$$\n');
  const card = ann.page.getByRole('dialog', { name: 'Equation' });
  await card.getByRole('textbox', { name: 'TeX' }).fill('\\int_0^1 x^2 dx');
  await expect(card.locator('.katex')).toBeVisible();
  await ann.page.keyboard.press('Enter');
  await expect(card).toHaveCount(0);
  await expect(ben.text.locator('.katex-display annotation')).toHaveText('\\int_0^1 x^2 dx');
  await ann.page.keyboard.type('below');
  await expect(ben.text.locator(':scope > p').last()).toHaveText('below');
});

test('a press opens an equation, bad TeX is told of and kept, undo takes the change back', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('so $a+b$ it is');
  await ann.text.locator('.katex-base').first().click();
  const card = ann.page.getByRole('dialog', { name: 'Equation' });
  const field = card.getByRole('textbox', { name: 'TeX' });
  await expect(field).toHaveValue('a+b');
  await field.fill('\\frac{a');
  await expect(card.getByRole('status')).toContainText('expected');
  await card.getByRole('button', { name: 'Done' }).click();
  for (const { text } of [ann, ben]) await expect(text.locator('code')).toHaveText('\\frac{a');
  await ann.toolbar.getByRole('button', { name: 'Undo' }).click();
  for (const { text } of [ann, ben]) await expect(text.locator('.katex annotation')).toHaveText('a+b');
});

test('arrows lead to an equation and past it, Enter opens it, and one that is emptied goes', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('x $a$ y');
  for (let i = 0; i < 3; i++) await ann.page.keyboard.press('ArrowLeft');
  await ann.page.keyboard.press('Enter');
  const card = ann.page.getByRole('dialog', { name: 'Equation' });
  await card.getByRole('textbox', { name: 'TeX' }).fill('');
  await ann.page.keyboard.press('Enter');
  await expect(ben.text.locator('.katex')).toHaveCount(0);
  await ann.page.keyboard.type('!');
  await expect(ben.text).toHaveText('x ! y');
  await expectConverged([ann, ben]);
});

test('nothing in TeX links or runs', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('/inline equation');
  await ann.page.getByRole('option', { name: 'Inline equation' }).click();
  const field = ann.page.getByRole('dialog', { name: 'Equation' }).getByRole('textbox', { name: 'TeX' });
  await field.fill('\\href{javascript:alert(1)}{x} \\htmlData{a=b}{y} \\includegraphics{http://example.org/x.png}');
  await ann.page.keyboard.press('Enter');
  await expect(ann.text.locator('.katex')).toContainText('\\href');
  await expect(ann.text.locator('a, img, [data-a]')).toHaveCount(0);
});

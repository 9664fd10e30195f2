import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

const commands = ({ page }: DocumentWindow) => page.getByRole('listbox', { name: /Commands|命令/ });
const options = (window: DocumentWindow) => commands(window).getByRole('option');
const active = (window: DocumentWindow) => commands(window).getByRole('option', { selected: true });

test('a slash offers what a block can become, narrows as one types, and Enter takes it, seen in a second window', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('/');
  await expect(commands(ann).getByRole('group', { name: 'Blocks' }).getByRole('option').first()).toHaveText(/^Text/);
  await expect(
    commands(ann).getByRole('group', { name: 'Insert' }).getByRole('option', { name: 'Divider' }),
  ).toBeVisible();
  await ann.page.keyboard.type('head');
  await expect(options(ann)).toHaveText([/^Heading 1/, /^Heading 2/, /^Heading 3/, /^Table of contents/]);
  await ann.page.keyboard.press('ArrowDown');
  await expect(active(ann)).toHaveText(/^Heading 2/);
  const id = await active(ann).getAttribute('id');
  await expect(ann.text).toHaveAttribute('aria-activedescendant', id ?? '');
  await expect(ann.text).toHaveAttribute('aria-controls', (await commands(ann).getAttribute('id')) ?? '');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('Plan');
  await expect(commands(ann)).toBeHidden();
  await expect(ann.text).not.toHaveAttribute('aria-activedescendant');
  for (const { text } of [ann, ben]) await expect(text.getByRole('heading', { level: 2 })).toHaveText('Plan');
  await expectConverged([ann, ben]);
});

test('what is offered is found by the words that people have for it', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  for (const [word, name] of [
    ['image', 'Picture'],
    ['hr', 'Divider'],
    ['todo', 'Checklist'],
    ['math', 'Equation'],
  ] as const) {
    await ann.typeAtEnd(`/${word}`);
    await expect(active(ann)).toHaveText(new RegExp(`^${name}`));
    await ann.page.keyboard.press('Escape');
    await ann.typeAtEnd(' ');
  }
});

test('one step back and the slash is there again, with its block as it was', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('before\n/quo');
  await ann.page.keyboard.press('Tab');
  await expect(ann.text.locator('blockquote')).toBeVisible();
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect(ann.text.locator('blockquote')).toBeHidden();
});

test('Escape, or going elsewhere, leaves what was typed, and nothing opens there again', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('either /or');
  await expect(commands(ann)).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(commands(ann)).toBeHidden();
  await ann.page.keyboard.type('d');
  await expect(commands(ann)).toBeHidden();
  await expect(ben.text).toHaveText('either /ord');
  await ann.page.keyboard.press('Home');
  await ann.page.keyboard.press('End');
  await expect(commands(ann)).toBeHidden();
  await ann.page.keyboard.type(' /');
  await expect(commands(ann)).toBeVisible();
  await ann.title.click();
  await expect(commands(ann)).toBeHidden();
  await expect(ben.text).toHaveText('either /ord /');
});

test('where nothing is called so, Enter makes a line as ever', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('/xyz');
  await expect(ann.page.getByText('No command is called that')).toBeVisible();
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('next');
  await expect(ann.text.getByRole('paragraph')).toHaveText(['/xyz', 'next']);
});

test('a slash within a word, or in code, is a slash', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('and/');
  await expect(commands(ann)).toBeHidden();
  await ann.chooseBlock('Code block');
  await ann.page.keyboard.type(' /');
  await expect(ann.text.locator('code')).toHaveText('and/ /');
  await expect(commands(ann)).toBeHidden();
});

test('a command is found by what it is called in either language, and by Pinyin', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  for (const [query, name] of [
    ['待办', 'Checklist'],
    ['biaoti', 'Heading 1'],
    ['todo', 'Checklist'],
    ['hr', 'Divider'],
  ] as const) {
    await ann.typeAtEnd(` /${query}`);
    await expect(active(ann)).toHaveText(new RegExp(`^${name}`));
    await ann.page.keyboard.press('Escape');
  }
  await ann.page.getByRole('button', { name: 'Document menu' }).click();
  await ann.page.getByRole('menuitemradio', { name: '简体中文' }).click();
  const text = ann.page.getByRole('textbox', { name: /的正文/ });
  await text.press('ControlOrMeta+End');
  await ann.page.keyboard.type(' /heading 2');
  await expect(active(ann)).toHaveText(/^标题 2/);
  await ann.page.keyboard.press('Escape');
  await ann.page.keyboard.type(' 、quote');
  await expect(active(ann)).toHaveText(/^引用/);
});

test('the list stands within the view wherever the caret is', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('\n'.repeat(30));
  await ann.page.keyboard.type('/');
  await expect(commands(ann).locator('..')).toBeInViewport({ ratio: 1 });
  await ann.page.keyboard.press('ArrowUp');
  await expect(active(ann)).toBeInViewport({ ratio: 1 });
});

test('axe has nothing against the open list, in either theme', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('/');
  await expect(commands(ann)).toBeVisible();
  await expectAccessible(ann.page);
  await ann.page.keyboard.type('zzz');
  await expectAccessible(ann.page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true });

  test('a tap takes a command, and the caret stays in the text', async ({ windows }) => {
    const ann = await DocumentWindow.create(windows);
    const ben = await ann.shareWith(windows);
    await ann.text.tap();
    await ann.page.keyboard.type('/');
    await commands(ann).getByRole('option', { name: 'Checklist' }).tap();
    await ann.page.keyboard.type('milk');
    await expect(ben.text.getByRole('checkbox', { name: 'milk' })).toBeVisible();
  });
});

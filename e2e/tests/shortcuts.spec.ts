import type { Locator } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';

const sheet = ({ page }: DocumentWindow): Locator => page.getByRole('dialog', { name: 'Keyboard shortcuts' });

/** The keys that the sheet names for an action, as Playwright presses them. */
const keysOf = async (window: DocumentWindow, action: string): Promise<string> => {
  const row = sheet(window).locator('dt', { hasText: new RegExp(`^${action}$`) });
  const shown = (await row.locator('..').locator('kbd').first().innerText()) ?? '';
  const names: Readonly<Record<string, string>> = {
    '↑': 'ArrowUp',
    '↓': 'ArrowDown',
    '.': 'Period',
    ',': 'Comma',
    '\\': 'Backslash',
  };
  const parts = shown.split('+').map((key) => key.replace('Ctrl', 'Control'));
  const last = parts.at(-1) ?? '';
  return [
    ...parts.slice(0, -1),
    names[last] ?? (/^\d$/.test(last) ? `Digit${last}` : /^[A-Z]$/.test(last) ? `Key${last}` : last),
  ].join('+');
};

test('Ctrl and a slash open the sheet of all keys, Escape closes it, and the caret is where it was', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('alpha');
  await ann.page.keyboard.press('ControlOrMeta+Slash');
  await expect(sheet(ann)).toBeVisible();
  await expect(sheet(ann).getByText('Bold', { exact: true })).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(sheet(ann)).toBeHidden();
  await ann.page.keyboard.type('!');
  await expect(ben.text).toHaveText('alpha!');
});

test('the document’s menu leads there too, and a press beside it closes it', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.page.getByRole('button', { name: 'Document menu' }).click();
  await ann.page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
  await expect(sheet(ann)).toBeVisible();
  await ann.page.mouse.click(10, 400);
  await expect(sheet(ann)).toBeHidden();
});

const SHOWN: readonly (readonly [action: string, selector: string])[] = [
  ['Bold', 'strong'],
  ['Italic', 'em'],
  ['Underline', '[class*="underline"]'],
  ['Strikethrough', '[class*="strikethrough"]'],
  ['Inline code', 'code'],
  ['Highlight', 'mark'],
  ['Superscript', 'sup'],
  ['Subscript', 'sub'],
  ['Heading 1', 'h1'],
  ['Heading 2', 'h2'],
  ['Heading 3', 'h3'],
  ['Bulleted list', 'ul'],
  ['Numbered list', 'ol'],
  ['Checklist', '[role="checkbox"]'],
  ['Quote', 'blockquote'],
  ['Code block', 'code'],
  ['Align centre', '[style*="center"]'],
  ['Align right', '[style*="right"], [style*="end"]'],
  ['Justify', '[style*="justify"]'],
];

test('the keys that it names do what it says, in a second window too', async ({ windows }) => {
  test.slow();
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.page.keyboard.press('ControlOrMeta+Slash');
  const keys = new Map<string, string>();
  for (const [action] of SHOWN) keys.set(action, await keysOf(ann, action));
  await ann.page.keyboard.press('Escape');
  for (const [action, selector] of SHOWN) {
    await ann.text.press('ControlOrMeta+a');
    await ann.page.keyboard.press('Backspace');
    await ann.page.keyboard.press('ControlOrMeta+Alt+Digit0');
    await ann.page.keyboard.type('words');
    await expect(ben.text).toHaveText('words');
    await ann.page.keyboard.press('ControlOrMeta+a');
    await ann.page.keyboard.press(keys.get(action) ?? '');
    for (const { text } of [ann, ben])
      await expect(text.locator(selector).first(), `${action} by ${keys.get(action)}`).toHaveText('words');
    await ann.page.keyboard.press('ControlOrMeta+Backslash');
  }
});

test('axe has nothing against it, in either theme', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.page.keyboard.press('ControlOrMeta+Slash');
  await expect(sheet(ann)).toBeVisible();
  await expectAccessible(ann.page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 740 } });

  test('it fits, and scrolls', async ({ windows }) => {
    const ann = await DocumentWindow.create(windows);
    await ann.page.keyboard.press('ControlOrMeta+Slash');
    const box = await sheet(ann).boundingBox();
    expect(box?.width).toBeLessThanOrEqual(390);
    await ann.page.keyboard.press('Tab');
    await ann.page.keyboard.press('End');
    await expect(sheet(ann).getByText('Select more blocks')).toBeInViewport();
  });
});

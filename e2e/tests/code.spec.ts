import type { Page } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

/** The words that are coloured as something, in the order of the text. */
const coloured = (page: Page, kind: string): Promise<string[]> =>
  page.evaluate((name) => {
    const ranges = [...(CSS.highlights.get(`cowrite-code-${name}`) ?? [])] as Range[];
    return ranges.sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b)).map((range) => range.toString());
  }, kind);

test('code in a language is coloured in both windows, as it is typed, and its text holds no more', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('```ts const a = "x"; // one');
  for (const { page } of [ann, ben]) {
    await expect.poll(() => coloured(page, 'keyword')).toEqual(['const']);
    await expect.poll(() => coloured(page, 'string')).toEqual(['"x"']);
    await expect.poll(() => coloured(page, 'comment')).toEqual(['// one']);
  }
  await ann.page.keyboard.type('\nlet b = 2;');
  for (const { page } of [ann, ben]) await expect.poll(() => coloured(page, 'keyword')).toEqual(['const', 'let']);
  await expect(ben.text.locator('code > *')).toHaveCount(3);
  await ann.chooseBlock('Text');
  await expect.poll(() => coloured(ben.page, 'keyword')).toEqual([]);
  await expectConverged([ann, ben]);
});

test('a language is chosen on the block, by pointer and by keyboard; undo takes it back', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('``` def f(): pass');
  const language = ({ page }: DocumentWindow) => page.getByRole('combobox', { name: 'Language' });
  await expect(language(ann)).toHaveValue('');
  await language(ann).selectOption({ label: 'Python' });
  await ben.text.locator('code').hover();
  await expect(language(ben)).toHaveValue('python');
  await expect.poll(() => coloured(ben.page, 'keyword')).toEqual(['def', 'pass']);
  await ann.toolbar.getByRole('button', { name: 'Undo' }).click();
  await expect(language(ben)).toHaveValue('');

  await ann.text.focus();
  await ann.page.keyboard.press('Alt+Enter');
  await expect(language(ann)).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(ann.text).toBeFocused();
  await expectConverged([ann, ben]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true });

  test('the language stands above the first line of code, not on it', async ({ windows }) => {
    const ann = await DocumentWindow.create(windows);
    const ben = await ann.shareWith(windows);
    await ann.typeAtEnd('```js const first = "a line as long as the screen is wide";');
    await expect(ben.text.locator('code')).toContainText('const first');
    const language = await ann.page.getByRole('combobox', { name: 'Language' }).boundingBox();
    const line = await ann.text.locator('code > span').first().boundingBox();
    expect((language?.y ?? 0) + (language?.height ?? 0)).toBeLessThanOrEqual(line?.y ?? 0);
  });
});

test('code is copied whole', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ann.typeAtEnd('``` one\ntwo');
  await ann.text.locator('code').hover();
  await ann.page.getByRole('button', { name: 'Copy code' }).click();
  await expect(ann.page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toBe('one\ntwo');
});

test('Enter on a second empty line leaves the code, also where it is indented', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('``` if (a) {\n  b();\n\n\nbelow');
  await expect(ben.text.locator(':scope > p')).toHaveText('below');
  await expect(ben.text.locator('code')).toHaveText('if (a) {  b();');
  await expectConverged([ann, ben]);
});

test('typing in two thousand lines of code is not slowed by their colours', async ({ windows }) => {
  test.setTimeout(180_000);
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('```js ');
  const code = Array.from({ length: 2000 }, (_, i) => `const value${i} = call(${i}, "text"); // note`).join('\n');
  await ann.page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, code);
  await expect(ann.text.locator('code br')).toHaveCount(1999, { timeout: 30_000 });
  await expect.poll(async () => (await coloured(ann.page, 'keyword')).length).toBeGreaterThan(20);
  const measure = (): Promise<number> =>
    ann.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const times: number[] = [];
          const typed = (): void => {
            const start = performance.now();
            document.execCommand('insertText', false, 'x');
            times.push(performance.now() - start);
            if (times.length < 11) setTimeout(typed, 60);
            else resolve(times.sort((a, b) => a - b)[5] ?? 0);
          };
          typed();
        }),
    );
  const withColours = await measure();
  const ranges = await ann.page.evaluate(() => [...CSS.highlights.values()].reduce((sum, { size }) => sum + size, 0));
  expect(ranges).toBeLessThan(5000);
  // The same without colours.
  await ann.page.locator('select').selectOption('');
  await expect.poll(async () => (await coloured(ann.page, 'keyword')).length).toBe(0);
  await ann.text.focus();
  const without = await measure();
  // Colouring all of it would take hundreds of milliseconds a letter.
  expect(withColours).toBeLessThan(without * 3 + 40);
});

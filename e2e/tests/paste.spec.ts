import { readFileSync } from 'node:fs';
import { expect, test, type Windows } from '../harness/browser.ts';
import { type Clip, putOnClipboard, readClipboard } from '../harness/clipboard.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

const clip = (name: string): string =>
  readFileSync(new URL(`../../editor/src/content/formats/clipboards/${name}.html`, import.meta.url), 'utf8');

const two = async (windows: Windows): Promise<[DocumentWindow, DocumentWindow]> => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.text.focus();
  return [ann, ben];
};

const paste = async (ann: DocumentWindow, data: Clip, keys = 'ControlOrMeta+v'): Promise<void> => {
  await putOnClipboard(ann.page, data);
  await ann.page.keyboard.press(keys);
};

test('a text from Google Docs is pasted with its headings, lists, tasks and tables', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  await paste(ann, { 'text/html': clip('google-docs'), 'text/plain': 'The plan' });
  await expect(ben.text.getByRole('heading', { level: 1, name: 'The plan' })).toBeVisible();
  await expect(ben.text.locator('strong', { hasText: 'must' })).toHaveText('must');
  await expect(ben.text.getByRole('link', { name: 'this' })).toHaveAttribute('href', 'https://example.org/');
  await expect(ben.text.locator('ul ul > li')).toHaveText('One and a half');
  await expect(ben.text.getByRole('checkbox', { name: 'Done' })).toBeChecked();
  await expect(ben.text.getByRole('checkbox', { name: 'Open' })).not.toBeChecked();
  await expect(ben.text.locator('td', { hasText: 'both' })).toHaveAttribute('colspan', '2');
  await expectConverged([ann, ben]);
});

test('a text from Word is pasted with its lists, which Word writes as paragraphs', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  await paste(ann, { 'text/html': clip('word'), 'text/plain': 'The title' });
  await expect(ben.text.getByRole('heading', { level: 2, name: 'A heading' })).toBeVisible();
  await expect(ben.text.locator('ul > li').first()).toHaveText('Apples');
  await expect(ben.text.locator('ul ul > li')).toHaveText('Red ones');
  await expect(ben.text.locator('ol').first()).toHaveAttribute('start', '3');
  await expect(ben.text.locator('td')).toHaveText(['A1', 'B1']);
  await expect(ben.text).not.toContainText('·');
  await expectConverged([ann, ben]);
});

test('cells of a spreadsheet become a table', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  await paste(ann, { 'text/html': clip('google-sheets'), 'text/plain': 'Item\tPrice\nTea\t3' });
  await expect(ben.text.locator('td')).toHaveText(['Item', 'Price', 'Tea', '3']);
  await expectConverged([ann, ben]);
});

test('pages of Notion and of the web are pasted as they were meant', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  await paste(ann, { 'text/html': clip('notion'), 'text/plain': '# Notes' });
  await expect(ben.text.getByRole('checkbox', { name: 'Sleep' })).toBeChecked();
  await expect(ben.text.getByRole('note')).toHaveText('A callout');
  await ann.typeAtEnd('\n');
  await paste(ann, { 'text/html': clip('web-page'), 'text/plain': 'Install' });
  await expect(ben.text.getByRole('heading', { level: 2, name: 'Install' })).toBeVisible();
  await expect(ben.text.getByRole('heading', { level: 4, name: 'Small' })).toBeVisible();
  await expectConverged([ann, ben]);
});

const MARKDOWN = '# Title\n\n- [x] done\n- [ ] open\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n**bold** and `code`';

test('Markdown that was copied as text becomes what it says, and one undo takes all of it back', async ({
  windows,
}) => {
  const [ann, ben] = await two(windows);
  await paste(ann, { 'text/plain': MARKDOWN });
  await expect(ben.text.getByRole('heading', { level: 1, name: 'Title' })).toBeVisible();
  await expect(ben.text.getByRole('checkbox', { name: 'done' })).toBeChecked();
  await expect(ben.text.locator('th')).toHaveText(['a', 'b']);
  await expect(ben.text.locator('strong')).toHaveText('bold');
  await expectConverged([ann, ben]);
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect(ben.text).toHaveText('');
});

test('with Shift it stays the text it is', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  await paste(ann, { 'text/plain': MARKDOWN, 'text/html': '<h1>Not this</h1>' }, 'ControlOrMeta+Shift+v');
  await expect(ben.text).toContainText('# Title');
  await expect(ben.text).toContainText('**bold** and `code`');
  await expect(ben.text.getByRole('heading')).toHaveCount(0);
});

test('a text without marks isn’t taken for Markdown', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  await paste(ann, { 'text/plain': 'one - two\nthree * four_five_six #7' });
  await expect(ben.text.getByRole('paragraph')).toHaveText(['one - two', 'three * four_five_six #7']);
});

test('into code everything is pasted as it is', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  await ann.typeAtEnd('``` ');
  await paste(ann, { 'text/plain': '# no\n- heading', 'text/html': '<h1>no</h1>' });
  await expect(ben.text.locator('code')).toContainText('# no');
  await expect(ben.text.getByRole('heading')).toHaveCount(0);
});

test('what is copied here is pasted here as it was', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  await paste(ann, { 'text/html': clip('google-docs'), 'text/plain': 'The plan' });
  await expect(ben.text.getByRole('checkbox', { name: 'Done' })).toBeVisible();
  const before = await ann.markup();
  await ann.page.keyboard.press('ControlOrMeta+a');
  await ann.page.keyboard.press('ControlOrMeta+x');
  await expect(ben.text).toHaveText('');
  await ann.page.keyboard.press('ControlOrMeta+v');
  await expect.poll(() => ann.markup()).toBe(before);
  await expectConverged([ann, ben]);
});

test('other programs get HTML that says what it is, and Markdown as text', async ({ windows }) => {
  const [ann] = await two(windows);
  await paste(ann, { 'text/plain': MARKDOWN });
  await expect(ann.text.locator('strong')).toHaveText('bold');
  await ann.page.keyboard.press('ControlOrMeta+a');
  await ann.page.keyboard.press('ControlOrMeta+c');
  const copied = await readClipboard(ann.page);
  expect(copied['text/plain']).toBe(MARKDOWN.replace('| 1', '| 1'));
  expect(copied['text/html']).toContain('<h1>Title</h1>');
  expect(copied['text/html']).toContain('<strong>bold</strong>');
  expect(copied['text/html']).not.toContain('class="_');
});

test('a few words are copied as these words, without marks', async ({ windows }) => {
  const [ann] = await two(windows);
  await ann.typeAtEnd('snake_case *is* ');
  await ann.typeAtEnd('**bold** ');
  await ann.page.keyboard.press('ControlOrMeta+a');
  await ann.page.keyboard.press('Shift+ArrowLeft');
  await ann.page.keyboard.press('ControlOrMeta+c');
  expect((await readClipboard(ann.page))['text/plain']).toContain('snake_case is bold');
});

test('nothing runs that was pasted', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  // Looking into pasted HTML, Chromium tells that the page's policy would let none of it run.
  ann.window.guard.allow(/Executing inline event handler violates/);
  await paste(ann, {
    'text/plain': 'x',
    'text/html': `<p>words<img src=x onerror="window.harmed=1"><a href="javascript:window.harmed=1">here</a></p>
      <svg onload="window.harmed=1"></svg><iframe src="javascript:parent.harmed=1"></iframe><script>window.harmed=1</script>`,
  });
  await expect(ben.text).toContainText('words');
  await expect(ben.text.getByRole('link')).toHaveCount(0);
  for (const { page } of [ann, ben]) expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
});

const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `## Part ${i}\n\nwords of part ${i} and **more** of them`).join('\n\n');

test('a long text is put in step by step, with a bar, and others see it grow', async ({ windows }) => {
  test.slow();
  const [ann, ben] = await two(windows);
  await ann.page.evaluate(() => {
    const stalls: number[] = [];
    Object.assign(window, { stalls });
    new PerformanceObserver((list) => stalls.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });
  await paste(ann, { 'text/plain': lines(2_000) });
  await expect(ann.page.getByRole('progressbar', { name: 'Pasting a long text' })).toBeVisible();
  await expect(ben.text.getByRole('heading', { name: 'Part 0', exact: true })).toBeAttached();
  await expect(ann.page.getByRole('progressbar')).toHaveCount(0, { timeout: 90_000 });
  for (const { text } of [ann, ben]) await expect(text.getByRole('heading', { name: 'Part 1999' })).toBeAttached();
  const stalls = await ann.page.evaluate(() => (window as unknown as { stalls: number[] }).stalls);
  console.log(`long tasks: ${stalls.map(Math.round).join(', ') || 'none'} ms`);
  await expectConverged([ann, ben]);
});

test('of thousands of lines each is a paragraph, as of a few, and one undo takes all of them back', async ({
  windows,
}) => {
  test.slow();
  const [ann, ben] = await two(windows);
  await ann.typeAtEnd('before');
  const log = Array.from({ length: 3_000 }, (_, i) => `line ${i}`);
  await paste(ann, { 'text/plain': log.join('\n') });
  await expect(ben.text.getByText('line 2999', { exact: true })).toBeAttached({ timeout: 60_000 });
  await expect(ann.page.getByRole('progressbar')).toHaveCount(0);
  expect((await ben.blocks()).slice(0, -1)).toEqual(['before', ...log].map((words) => ['p', words]));
  await ann.page.keyboard.press('ControlOrMeta+z');
  for (const { text } of [ann, ben]) await expect(text).toHaveText('before');
  await expectConverged([ann, ben]);
});

test('a page with a long paste under way is left once all of it is in, and never called saved before', async ({
  windows,
}) => {
  test.slow();
  const [ann, ben] = await two(windows);
  await paste(ann, { 'text/plain': lines(1_000) });
  await expect(ann.page.getByRole('progressbar', { name: 'Pasting a long text' })).toBeVisible();
  await expect(ann.savedState).toHaveAttribute('data-state', 'saving');
  const asked = ann.page.waitForEvent('dialog');
  await ann.page.close({ runBeforeUnload: true });
  await (await asked).dismiss();
  await ann.page.getByRole('link', { name: 'All documents' }).click();
  await expect(ann.page.getByText('This page is left once all of the text is in.').first()).toBeVisible();
  await expect(ann.page.getByRole('button', { name: 'New document' }).first()).toBeVisible({ timeout: 90_000 });
  await expect(ben.text.getByRole('heading', { name: 'Part 999' })).toBeAttached();
});

test('who goes back while a long paste is under way is told that it was broken off', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.text.focus();
  await paste(ann, { 'text/plain': lines(2_000) });
  await expect(ann.page.getByRole('progressbar', { name: 'Pasting a long text' })).toBeVisible();
  await ann.page.evaluate(() => history.back());
  await expect(ann.page.getByText('You left while a long text was being put in').first()).toBeVisible();
});

test('a long paste that is cancelled leaves what was there before', async ({ windows }) => {
  const [ann, ben] = await two(windows);
  await ann.typeAtEnd('before');
  await paste(ann, { 'text/plain': lines(2_000) });
  await ann.page.getByRole('button', { name: 'Cancel: Pasting a long text' }).click();
  await expect(ann.page.getByRole('progressbar')).toHaveCount(0);
  for (const { text } of [ann, ben]) await expect(text).toHaveText('before');
});

test('fifty megabytes are refused with a sentence, and nothing of the document is lost', async ({ windows }) => {
  test.slow();
  const [ann, ben] = await two(windows);
  await ann.typeAtEnd('before ');
  await ann.page.evaluate(() => {
    const onCopy = (event: ClipboardEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData?.setData('text/plain', 'words and words, on and on.\n\n'.repeat(1_800_000));
    };
    window.addEventListener('copy', onCopy, { capture: true, once: true });
  });
  await ann.page.keyboard.press('ControlOrMeta+c');
  await ann.page.keyboard.press('ControlOrMeta+v');
  await expect(ann.page.getByRole('alert')).toContainText(
    'Nothing was pasted: it has 49.8 MB, and 10 MB is the most.',
    {
      timeout: 30_000,
    },
  );
  await ann.typeAtEnd('after');
  for (const { text } of [ann, ben]) await expect(text).toHaveText('before after');
});

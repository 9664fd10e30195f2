import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';
import { picture } from '../harness/files.ts';

interface TextFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const file = (name: string, text: string | Buffer, mimeType = ''): TextFile => ({
  name,
  mimeType,
  buffer: Buffer.from(text as string),
});

const base64 = ({ buffer }: { readonly buffer: Buffer }): string => buffer.toString('base64');

const importFiles = async (page: Page, files: readonly TextFile[]): Promise<void> => {
  // The button moves once it is known whether there are documents.
  const settled = page.getByRole('heading', { name: 'Start something together' });
  await expect(settled.or(page.getByRole('main').getByRole('listitem').first())).toBeVisible();
  await page.getByTestId('import-chooser').setInputFiles([...files]);
};

const opened = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('main').getByRole('link', { name: title }).click();
  await expect(page.getByRole('textbox', { name: 'Document title' })).toHaveValue(title);
};

const download = async (page: Page, format: string): Promise<{ name: string; text: string }> => {
  await page.getByRole('button', { name: 'Document menu' }).click();
  const [started] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format, exact: true }).click(),
  ]);
  return { name: started.suggestedFilename(), text: await readFile(await started.path(), 'utf8') };
};

const MARKDOWN = `# The minutes

Who was *there*, and **why**.

- [x] Tea
- [ ] Cake

| Who | What |
| - | -: |
| Ann | 1 |

> [!TIP]
> Bring a pen.

<details open><summary>More</summary>

\`\`\`js
let a = 1;
\`\`\`

</details>

$$
x^2
$$
`;

test('a Markdown file becomes a document that others can open, and goes out again as it came', async ({ windows }) => {
  const { page } = await windows.open();
  await importFiles(page, [file('minutes.md', MARKDOWN)]);
  await expect(page.getByText('“The minutes” is imported').first()).toBeVisible();
  await opened(page, 'The minutes');
  const ann = await new DocumentWindow({ page } as never).opened();
  const ben = await ann.shareWith(windows);
  for (const { text } of [ann, ben]) {
    await expect(text.getByRole('checkbox', { name: 'Tea' })).toBeChecked();
    await expect(text.locator('th')).toHaveText(['Who', 'What']);
    await expect(text.getByRole('note')).toContainText('Bring a pen.');
  }
  await expectConverged([ann, ben]);
  const { name, text } = await download(page, 'Markdown');
  expect(name).toBe('The minutes.md');
  expect(text).toBe(MARKDOWN);
});

test('a document goes out as a page that stands by itself, and as plain text', async ({ windows }) => {
  const { page } = await windows.open();
  await importFiles(page, [file('minutes.md', MARKDOWN)]);
  await opened(page, 'The minutes');
  const html = await download(page, 'HTML');
  expect(html.name).toBe('The minutes.html');
  expect(html.text).toMatch(/^<!doctype html>/);
  expect(html.text).toContain('<h1>The minutes</h1>');
  expect(html.text).toContain('<strong>why</strong>');
  expect(html.text).not.toMatch(/<script|<link|class="_/);
  const text = await download(page, 'Plain text');
  expect(text.name).toBe('The minutes.txt');
  expect(text.text).toContain('[x] Tea\n[ ] Cake');
});

test('several files become several documents; one that can’t be read says what is wrong and where', async ({
  windows,
}) => {
  const { page } = await windows.open();
  await importFiles(page, [
    file(
      'page.html',
      '<title>x</title><h1>A page</h1><p>words <script>alert(1)</script><a href="javascript:alert(1)">link</a></p>',
      'text/html',
    ),
    file('pictured.html', `<p>See <img src="data:image/png;base64,${base64(picture('cat.png'))}" alt="a cat"></p>`),
    file('notes.txt', 'first\n\nsecond', 'text/plain'),
    file('latin.md', Buffer.from([0x61, 0x0a, 0x62, 0x0a, 0xe9, 0x0a])),
    file('picture.png', 'x', 'image/png'),
    file('front.md', '---\ntitle: "From the front"\ntags: [a]\n---\n\nwords'),
  ]);
  await expect(page.getByText('latin.md wasn’t imported. Line 3 isn’t text.', { exact: false }).first()).toBeVisible();
  await expect(page.getByText('picture.png wasn’t imported. Only Markdown', { exact: false }).first()).toBeVisible();
  await expect(page.getByText('In “A page” 1 link with an unsafe address is plain text now.')).toBeVisible();
  for (const title of ['A page', 'notes', 'From the front']) {
    await expect(page.getByRole('main').getByRole('link', { name: title })).toBeVisible();
  }
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(4);
  await page.getByRole('button', { name: 'Dismiss: latin.md' }).click();
  await expect(page.getByText('latin.md wasn’t imported')).toHaveCount(0);
  await page.getByRole('main').getByRole('link', { name: 'pictured' }).click();
  const cat = page.getByRole('img', { name: 'a cat' });
  await expect.poll(() => cat.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
});

const long = (blocks: number): string =>
  `# Long\n\n${Array.from({ length: blocks }, (_, i) => `## Part ${i}\n\nSome **bold** words of paragraph ${i}, and a [link](https://example.org/${i}) in them, so that it has a length.\n\n- one ${i}\n- two ${i}`).join('\n\n')}\n`;

test('a megabyte of Markdown is imported in seconds, with a bar, while the page stays usable', async ({ windows }) => {
  test.slow();
  const { page } = await windows.open();
  const text = long(6_800);
  expect(text.length).toBeGreaterThan(1_000_000);
  await page.evaluate(() => {
    const stalls: number[] = [];
    Object.assign(window, { stalls });
    new PerformanceObserver((list) => stalls.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });
  const start = performance.now();
  await importFiles(page, [file('long.md', text)]);
  await expect(page.getByRole('progressbar', { name: 'Importing long.md' })).toBeVisible();
  await expect(page.getByText('“Long” is imported').first()).toBeVisible({ timeout: 90_000 });
  const stalls = await page.evaluate(() => (window as unknown as { stalls: number[] }).stalls);
  console.log(
    `1 MB imported in ${Math.round(performance.now() - start)} ms; long tasks: ${stalls.map(Math.round).join(', ') || 'none'} ms`,
  );
});

test('an import that is cancelled leaves no document', async ({ windows }) => {
  const { page } = await windows.open();
  await importFiles(page, [file('long.md', long(6_800))]);
  await page.getByRole('button', { name: 'Cancel: Importing long.md' }).click();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Start something together' })).toBeVisible();
});

const dropOn = async (page: Page, selector: string, name: string, text: string): Promise<void> => {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content ?? ''], fileName ?? ''));
      return data;
    },
    [name, text],
  );
  const box = await page.locator(selector).boundingBox();
  const at = { clientX: (box?.x ?? 0) + 60, clientY: (box?.y ?? 0) + 8 };
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.locator(selector).dispatchEvent(type, { dataTransfer: transfer, ...at });
  }
};

test('a file dropped on Home is imported, one dropped into a document is put in there', async ({ windows }) => {
  const { page } = await windows.open();
  await dropOn(page, 'main', 'dropped.md', '# Dropped\n\nwords');
  await expect(page.getByRole('main').getByRole('link', { name: 'Dropped' })).toBeVisible();
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('before');
  await dropOn(ann.page, '[data-lexical-editor] p', 'part.md', '## A part\n\n- [x] with tasks');
  for (const { text } of [ann, ben]) {
    await expect(text.getByRole('heading', { level: 2, name: 'A part' })).toBeVisible();
    await expect(text.getByRole('checkbox', { name: 'with tasks' })).toBeChecked();
  }
  await expectConverged([ann, ben]);
});

const MANUAL = `1. Install it[^1]:

   \`\`\`sh
   npm ci
   \`\`\`
2. Start it.

<!-- reviewed -->

[^1]: With Node 20.
`;

test('a manual keeps the code of its steps, its comments and its footnotes', async ({ windows }) => {
  const { page } = await windows.open('/');
  await importFiles(page, [{ name: 'Manual.md', mimeType: 'text/markdown', buffer: Buffer.from(MANUAL) }]);
  await opened(page, 'Manual');
  const text = page.getByRole('textbox', { name: /^Text of / });
  await expect(text.locator('ol').nth(1)).toHaveAttribute('start', '2');
  await expect(text.locator('[data-inset]')).toHaveText(['npm ci']);
  await expect(text.locator('[data-source]')).toHaveText(['[^1]', '<!-- reviewed -->', '[^1]:']);
  const { text: written } = await download(page, 'Markdown');
  expect(written).toContain(MANUAL);
});

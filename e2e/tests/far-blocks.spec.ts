import type { Page } from '@playwright/test';
import { gripOf } from '../harness/blocks.ts';
import { expect, test, type Windows } from '../harness/browser.ts';
import { readClipboard } from '../harness/clipboard.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

/*
 * In a long document what is far from the start isn't laid out at first. A page that is never idle is looked at here, in
 * which it stays so. And the block that is written in is laid out by itself there.
 */

const COUNT = 1_100;
const WORDS = Array.from({ length: COUNT }, (_, i) =>
  `Block ${i}. ${'More words of it. '.repeat(1 + (i % 20))}`.trim(),
);

const isFar = (page: Page, words: string): Promise<boolean> =>
  page
    .getByText(words)
    .evaluate((element) => !element.checkVisibility({ contentVisibilityAuto: true }))
    .catch(() => false);

const open = async (windows: Windows, isBusy: boolean, address: string): Promise<DocumentWindow> => {
  const window = await windows.open('/');
  if (isBusy) {
    await window.page.addInitScript(() => {
      Object.assign(window, { requestIdleCallback: () => 0 });
    });
  }
  await window.page.addInitScript(() => {
    const note = ([record]: MutationRecord[]): void => {
      Object.assign(window, { linked: record?.target.textContent });
    };
    new MutationObserver(note).observe(document, { subtree: true, attributeFilter: ['data-linked'] });
  });
  await window.page.goto(address);
  const opened = new DocumentWindow(window);
  await expect(opened.text.getByText('Block 1099.')).toBeAttached({ timeout: 60_000 });
  return opened;
};

const two = async (windows: Windows, url: string): Promise<[busy: DocumentWindow, ben: DocumentWindow]> => {
  const made = await fetch(`${url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Long', markdown: WORDS.join('\n\n') }),
  });
  const { id } = (await made.json()) as { id: string };
  const busy = await open(windows, true, `${url}/d/${id}`);
  expect(await isFar(busy.page, 'Block 1000.')).toBe(true);
  return [busy, await open(windows, false, `${url}/d/${id}`)];
};

test('words in a block that isn’t laid out are found, gone to and changed, and another window sees it', async ({
  windows,
  server,
}) => {
  test.slow();
  const [ann, ben] = await two(windows, server.url);
  await ann.text.focus();
  await ann.page.keyboard.press('ControlOrMeta+f');
  const bar = ann.page.getByRole('search', { name: 'Find in the document' });
  await bar.getByRole('textbox', { name: 'Find' }).fill('Block 1000.');
  await expect(bar).toContainText('1 of 1');
  await expect(ann.text.getByText('Block 1000.')).toBeInViewport();
  await bar.getByRole('textbox', { name: 'Find' }).press('Escape');
  await ann.page.keyboard.type('Part 1000.');
  await expect(ben.text.getByText('Part 1000.')).toBeAttached();
  await expectConverged([ann, ben]);
});

test('all of it is copied, and all of it is on paper', async ({ windows, server }) => {
  test.slow();
  const [ann, ben] = await two(windows, server.url);
  await ann.text.focus();
  await ann.page.keyboard.press('ControlOrMeta+a');
  await ann.page.keyboard.press('ControlOrMeta+c');
  const { 'text/plain': copied = '', 'text/html': html = '' } = await readClipboard(ann.page);
  expect(copied.split(/\n+/)).toEqual(WORDS);
  expect(html.match(/<p>/g)).toHaveLength(COUNT);
  const pagesOf = async ({ page }: DocumentWindow): Promise<number> =>
    (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  await expect.poll(() => isFar(ben.page, 'Block 1099.')).toBe(false);
  // What is selected is laid out.
  const cem = await open(windows, true, ann.page.url());
  expect(await isFar(cem.page, 'Block 1000.')).toBe(true);
  expect(await pagesOf(cem)).toBe(await pagesOf(ben));
});

test('a link to a block that isn’t laid out leads to it', async ({ windows, server }) => {
  test.slow();
  const [ann, ben] = await two(windows, server.url);
  await ben.window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ben.text.getByText('Block 900.').scrollIntoViewIfNeeded();
  await (await gripOf(ben, WORDS[900] ?? '')).click();
  await ben.page.getByRole('menuitem', { name: 'Copy link to block' }).click();
  await expect(ben.page.getByText('Link copied').first()).toBeVisible();
  const link = await ben.page.evaluate(() => navigator.clipboard.readText());
  const cem = await open(windows, true, link);
  // It is marked for a moment, which may be over by now.
  await expect.poll(() => cem.page.evaluate(() => Reflect.get(window, 'linked'))).toMatch(/^Block 900\./);
  await expect(cem.text.getByText('Block 900.')).toBeInViewport();
  await ann.page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await expect(ann.text.getByText('Block 900.')).toBeInViewport();
});

test('of a long text’s versions, a change in a block that isn’t laid out is gone to', async ({ windows, server }) => {
  test.slow();
  const [ann, ben] = await two(windows, server.url);
  const id = new URL(ann.page.url()).pathname.split('/').at(-1);
  await fetch(`${server.url}/api/documents/${id}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Before' }),
  });
  await ben.typeAtEnd(' Typed by Ben.');
  await ben.expectSaved();
  await ann.page.goto(`${server.url}/d/${id}/history`);
  const shown = ann.page.getByRole('textbox', { name: 'Long, version Now' });
  await expect(shown.locator('ins')).toBeAttached({ timeout: 60_000 });
  expect(await isFar(ann.page, 'Block 1000.')).toBe(true);
  await ann.page.getByRole('button', { name: 'Next change' }).click();
  await expect(shown.locator('ins')).toHaveText('Typed by Ben.');
  await expect(shown.locator('ins')).toBeInViewport();
});

test('what another types far away is merged and seen', async ({ windows, server }) => {
  test.slow();
  const [ann, ben] = await two(windows, server.url);
  await ben.typeAtEnd(' Typed by Ben.\nA new block');
  await ann.typeAtStart('Typed by Ann. ');
  await expect(ann.text.getByText('A new block')).toBeAttached();
  await expect(ben.text.getByText('Typed by Ann. Block 0.')).toBeAttached();
  await ann.text.focus();
  await ann.page.keyboard.press('ControlOrMeta+End');
  await expect(ann.text.getByText('A new block')).toBeInViewport();
  await expect(ann.text.getByText('Typed by Ben.')).toBeInViewport();
  await ann.page.keyboard.type(', and Ann goes on in it');
  await expect(ben.text.getByText('A new block, and Ann goes on in it')).toBeInViewport();
  await expectConverged([ann, ben]);
});

/** What a reader sees of the first blocks: how high each is, and how far below the one before. */
const places = ({ text }: DocumentWindow): Promise<string[]> =>
  text.locator('> *').evaluateAll((blocks) =>
    blocks.slice(0, 40).map((block, i) => {
      const { top, height } = block.getBoundingClientRect();
      return `${height.toFixed(2)} ${(top - (blocks[i - 1]?.getBoundingClientRect().bottom ?? top)).toFixed(2)}`;
    }),
  );

test('a block that is written in takes the room of its words, whoever writes there, and on paper', async ({
  windows,
  server,
}) => {
  test.slow();
  const [ann, ben] = await two(windows, server.url);
  const keys = ann.page.keyboard;
  const sealed = ann.text.locator('[data-sealed]');
  const expectAlike = async (): Promise<void> => {
    await expectConverged([ann, ben]);
    await expect(async () => expect(await places(ann)).toEqual(await places(ben))).toPass();
  };
  await ann.text.getByText('Block 3.').click();
  await keys.press('End');
  await keys.type('Some words');
  await expect(sealed).toContainText('Some words');
  await expectAlike();
  await keys.type(' that go on and on and on, over the end of the line and the next one'.repeat(3));
  await expect(sealed).toContainText('Block 3.');
  await expectAlike();
  for (let i = 0; i < 180; i++) await keys.press('Backspace');
  await expectAlike();
  // Somebody else in the same block.
  await ben.text.getByText('Block 3.').click();
  await ben.page.keyboard.press('Home');
  await ben.page.keyboard.type('By Ben, who has quite a lot to say about it, more than goes into one line. '.repeat(2));
  await expect(ann.text.getByText('By Ben, who has')).toBeVisible();
  await ben.text.getByText('Block 9.').click();
  await expectAlike();
  await keys.press('Enter');
  await keys.type('## A heading with so many words that it needs a second line for them, and a third perhaps');
  await expect(sealed).toHaveText(/^A heading/);
  await expectAlike();
  await keys.press('ControlOrMeta+b');
  await keys.type(' and more');
  await keys.press('ControlOrMeta+a');
  await keys.press('ArrowLeft');
  await keys.type('First ');
  await expect(sealed).toHaveText(/^First Block 0\./);
  for (const { page } of [ann, ben]) await page.setViewportSize({ width: 500, height: 700 });
  await expectAlike();
  const heightOf = (page: Page): Promise<number> =>
    page.getByText('First Block 0.').evaluate((element) => element.closest('p')?.getBoundingClientRect().height ?? 0);
  for (const { page } of [ann, ben]) await page.emulateMedia({ media: 'print' });
  expect(await heightOf(ann.page)).toBe(await heightOf(ben.page));
});

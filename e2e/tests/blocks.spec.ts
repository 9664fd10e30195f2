import type { Locator } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

interface Kind {
  /** Its name in the toolbar and the block menu. */
  readonly name: string;
  /** What Markdown writers type before the words, or around them. */
  readonly typed: (words: string) => string;
  /** Where a reader finds it. */
  readonly shown: (text: Locator, words: string) => Locator;
}

const before = (mark: string) => (words: string) => `${mark}${words}`;
const around = (mark: string) => (words: string) => `${mark}${words}${mark} `;
const heading = (level: number) => (text: Locator, name: string) => text.getByRole('heading', { level, name });
const within = (selector: string) => (text: Locator, words: string) => text.locator(selector, { hasText: words });

const BLOCKS: readonly Kind[] = [
  { name: 'Heading 1', typed: before('# '), shown: heading(1) },
  { name: 'Heading 2', typed: before('## '), shown: heading(2) },
  { name: 'Heading 3', typed: before('### '), shown: heading(3) },
  { name: 'Bulleted list', typed: before('- '), shown: within('ul > li') },
  { name: 'Numbered list', typed: before('1. '), shown: within('ol > li') },
  { name: 'Checklist', typed: before('[ ] '), shown: (text, name) => text.getByRole('checkbox', { name }) },
  { name: 'Quote', typed: before('> '), shown: within('blockquote') },
  { name: 'Code block', typed: before('``` '), shown: within('code') },
];

const FORMATS: readonly Kind[] = [
  { name: 'Bold', typed: around('**'), shown: within('strong') },
  { name: 'Italic', typed: around('*'), shown: within('em') },
  { name: 'Strikethrough', typed: around('~~'), shown: within('s, del, [class*="strikethrough"]') },
  { name: 'Inline code', typed: around('`'), shown: within('code') },
];

for (const { name, typed, shown } of BLOCKS) {
  test(`${name} by the block menu and back, by Markdown as typed, and in a second window`, async ({ windows }) => {
    const ann = await DocumentWindow.create(windows);
    const ben = await ann.shareWith(windows);
    await ann.typeAtEnd('by menu');
    await ann.chooseBlock(name);
    for (const { text } of [ann, ben]) await expect(shown(text, 'by menu')).toBeVisible();
    await ann.chooseBlock('Text');
    for (const { text } of [ann, ben]) await expect(text.getByRole('paragraph')).toHaveText('by menu');

    await ann.text.press('ControlOrMeta+a');
    await ann.page.keyboard.press('Backspace');
    await ann.typeAtEnd(typed('as typed'));
    for (const { text } of [ann, ben]) await expect(shown(text, 'as typed')).toBeVisible();
    await expect(ben.text).toHaveText('as typed');
    await expectConverged([ann, ben]);
  });
}

for (const { name, typed, shown } of FORMATS) {
  test(`${name} by the toolbar, by Markdown as typed, and in a second window`, async ({ windows }) => {
    const ann = await DocumentWindow.create(windows);
    const ben = await ann.shareWith(windows);
    await ann.typeAtEnd('plain ');
    await ann.toolbar.getByRole('button', { name, exact: true }).click();
    await ann.page.keyboard.type('by button');
    await ann.toolbar.getByRole('button', { name, exact: true }).click();
    await ann.page.keyboard.type(` ${typed('as typed')}after`);
    for (const { text } of [ann, ben]) {
      await expect(shown(text, 'by button')).toHaveText('by button');
      await expect(shown(text, 'as typed')).toHaveText('as typed');
    }
    await expectConverged([ann, ben]);
  });
}

test('a divider by the toolbar, by Markdown as typed, and in a second window', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('above');
  await ann.press('Divider');
  await ann.page.keyboard.type('between\n---\nbelow');
  for (const { text } of [ann, ben]) {
    await expect(text.locator('hr')).toHaveCount(2);
    await expect(text).toContainText('below');
  }
  await expectConverged([ann, ben]);
});

test('a link by the toolbar, by Markdown as typed, and in a second window', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('see ');
  await ann.toolbar.getByRole('button', { name: 'Link', exact: true }).click();
  await ann.page.getByRole('textbox', { name: 'Address' }).fill('example.org/page');
  await ann.page.getByRole('textbox', { name: 'Text', exact: true }).fill('the page');
  await ann.page.keyboard.press('Enter');
  await expect(ben.text.getByRole('link', { name: 'the page' })).toHaveAttribute('href', 'https://example.org/page');
  await ann.typeAtEnd(' or [the other](https://example.org/other) ');
  await expect(ben.text.getByRole('link', { name: 'the other' })).toHaveAttribute('href', 'https://example.org/other');
  await expectConverged([ann, ben]);
});

test('underline by the toolbar, in a second window', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('plain ');
  await ann.toolbar.getByRole('button', { name: 'Underline' }).click();
  await ann.page.keyboard.type('underlined');
  await expect(ben.text.locator('u, [class*="underline"]', { hasText: 'underlined' })).toHaveText('underlined');
  await expectConverged([ann, ben]);
});

test('typing where a divider is selected begins a line behind it', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('above\n--- below');
  await ann.text.locator('hr').click();
  await ann.page.keyboard.type('between');
  await expect(ben.text.getByRole('paragraph')).toHaveText(['above', 'between', 'below']);
  await ann.text.locator('hr').click();
  await ann.page.keyboard.press('ControlOrMeta+End');
  await ann.page.keyboard.type('!');
  await expect(ben.text.getByRole('paragraph')).toHaveText(['above', 'between', 'below!']);
  await expectConverged([ann, ben]);
});

test('an item under an item of a checklist has one box, further in by one', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('[ ] milk\n');
  await ann.page.keyboard.press('Tab');
  await ann.page.keyboard.type('of a cow');
  await expect(ben.text.getByRole('checkbox')).toHaveText(['milk', 'of a cow']);
  const drawn = await ben.text.evaluate((text) => {
    const items = [...text.querySelectorAll('li')];
    return items.filter((item) => getComputedStyle(item, '::before').content !== 'none').length;
  });
  expect(drawn).toBe(2);
  const left = async (name: string) => (await ben.text.getByRole('checkbox', { name }).boundingBox())?.x ?? 0;
  const step = (await left('of a cow')) - (await left('milk'));
  expect(step).toBeGreaterThan(20);
  expect(step).toBeLessThan(36);
});

test('a box ticked in one window is ticked in the other', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('[ ] milk');
  const box = ben.text.getByRole('checkbox', { name: 'milk' });
  await expect(box).not.toBeChecked();
  // Lexical ticks on a press left of the words, where the box is drawn.
  await box.click({ position: { x: 5, y: 10 } });
  await expect(ann.text.getByRole('checkbox', { name: 'milk' })).toBeChecked();
});

test('what is written from the right stands there, by itself, also in lists, and beside what is not', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('## שלום עולם\nפסקה with English inside\n- פריט\nעוד אחד\n\nplain');
  await expect(ben.text.getByText('plain')).toBeVisible();
  const sides = (window: DocumentWindow) =>
    window.text.locator('h2, p, li').evaluateAll((blocks) =>
      blocks.map((block) => {
        const words = document.createRange();
        words.selectNodeContents(block);
        const [box, ink] = [block.getBoundingClientRect(), words.getBoundingClientRect()];
        return ink.left - box.left > box.right - ink.right ? 'right' : 'left';
      }),
    );
  for (const window of [ann, ben]) expect(await sides(window)).toEqual(['right', 'right', 'right', 'right', 'left']);
});

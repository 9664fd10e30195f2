import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { expect, test, type Windows } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';

// Two or three windows, and a picture of each step.
test.beforeEach(() => test.slow());

const panelOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Comments and chat' });
const threadIn = (page: Page, words: string): Locator =>
  panelOf(page).locator('[data-thread]').filter({ hasText: words });

/** Selects these words of the text, as a double click and a drag would. */
const select = (window: DocumentWindow, words: string): Promise<void> =>
  window.text.evaluate((root, wanted) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes: Text[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node as Text);
    const all = nodes.map((node) => node.data).join('');
    const at = all.indexOf(wanted);
    if (at === -1) throw new Error(`there is no ${wanted}`);
    const place = (offset: number, isEnd: boolean): [Text, number] => {
      let rest = offset;
      for (const node of nodes) {
        if (isEnd ? rest <= node.length : rest < node.length) return [node, rest];
        rest -= node.length;
      }
      throw new Error('no such place');
    };
    (root as HTMLElement).focus();
    getSelection()?.setBaseAndExtent(...place(at, false), ...place(at + wanted.length, true));
  }, words);

/** What is highlighted as being commented on, as text. */
const highlighted = (page: Page, name = 'cowrite-comment'): Promise<string[]> =>
  page.evaluate((of) => [...(CSS.highlights.get(of) ?? [])].map((range) => range.toString()), name);

const two = async (windows: Windows, words: string): Promise<[DocumentWindow, DocumentWindow]> => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd(words);
  await ann.expectSaved();
  return [ann, await ann.shareWith(windows)];
};

const comment = async (window: DocumentWindow, about: string, words: string): Promise<void> => {
  await select(window, about);
  await window.page.keyboard.press('ControlOrMeta+Alt+m');
  const draft = panelOf(window.page).locator('[data-draft]');
  await expect(draft.getByRole('textbox', { name: 'Write a comment…' })).toBeFocused();
  await window.page.keyboard.type(words);
  await window.page.keyboard.press('Enter');
  await expect(threadIn(window.page, words)).toBeVisible();
};

test('somebody comments on selected words, another replies, and the thread is resolved and opened again', async ({
  windows,
}) => {
  const [ann, ben] = await two(windows, 'The quick brown fox jumps over the lazy dog');

  await select(ann, 'brown fox');
  await ann.page.getByRole('toolbar', { name: 'Selected text' }).getByRole('button', { name: 'Comment' }).click();
  await ann.page.keyboard.type('Is it really brown?');
  await panelOf(ann.page).getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(threadIn(ann.page, 'Is it really brown?')).toContainText('brown fox');

  await expect.poll(() => highlighted(ben.page)).toEqual(['brown fox']);
  await expect(ben.page.getByRole('button', { name: 'Comments, 1 unread' })).toBeVisible();
  await ben.page.getByRole('button', { name: 'Comments, 1 unread' }).click();
  const thread = threadIn(ben.page, 'Is it really brown?');
  await thread.click();
  await expect.poll(() => highlighted(ben.page, 'cowrite-comment-active')).toEqual(['brown fox']);
  await thread.getByRole('textbox', { name: 'Reply…' }).fill('As brown as can be');
  await ben.page.keyboard.press('Enter');
  await expect(threadIn(ann.page, 'As brown as can be')).toBeVisible();
  await expect(ben.page.getByRole('button', { name: 'Comments', exact: true })).toBeVisible();
  await expectAccessible(ben.page);

  await threadIn(ann.page, 'As brown as can be').getByRole('button', { name: 'Resolve' }).click();
  await expect.poll(() => highlighted(ben.page)).toEqual([]);
  await expect(threadIn(ben.page, 'Resolved by')).toBeVisible();
  await panelOf(ben.page).getByRole('combobox', { name: 'Show' }).selectOption('resolved');
  await threadIn(ben.page, 'Is it really brown?').getByRole('button', { name: 'Open again' }).click();
  await expect.poll(() => highlighted(ann.page, 'cowrite-comment-active')).toEqual(['brown fox']);
});

test('marks stay on their words while both type, over a split and an undo, and threads overlap', async ({
  windows,
}) => {
  const [ann, ben] = await two(windows, 'one two three four');
  await comment(ann, 'two three', 'the middle');
  await comment(ben, 'three four', 'the end');
  for (const { page } of [ann, ben]) {
    await expect.poll(async () => (await highlighted(page, 'cowrite-comment-more')).join()).toMatch(/^$|three/);
  }
  await ann.page.keyboard.press('Escape');
  await ben.page.keyboard.press('Escape');
  await expect.poll(() => highlighted(ann.page, 'cowrite-comment-more')).toEqual(['three']);
  await ben.typeAtEnd(' and five');
  await expect(ann.text).toContainText('four and five');
  await expect.poll(() => highlighted(ann.page)).toEqual(['two ', ' four']);
  await ann.typeAtStart('zero ');
  await select(ann, 'three');
  await ann.page.keyboard.press('ArrowLeft');
  await ann.page.keyboard.press('Enter');
  await expect(ben.text.locator('p')).toHaveCount(2);
  await expect.poll(() => highlighted(ben.page, 'cowrite-comment-more')).toEqual(['three']);
  await expect.poll(() => highlighted(ben.page)).toEqual(['two ', ' four']);
  await ben.repeat('Undo');
  await expect.poll(() => highlighted(ann.page)).toEqual(['two ', ' four']);
});

test('a thread whose words are gone keeps them as its quote, and a copy of the words is not commented on', async ({
  windows,
}) => {
  const [ann, ben] = await two(windows, 'keep this and drop that');
  await comment(ann, 'drop that', 'Why?');
  await ann.page.keyboard.press('Escape');
  await select(ann, 'drop that');
  await ann.page.keyboard.press('ControlOrMeta+c');
  await ann.page.keyboard.press('ControlOrMeta+End');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.press('ControlOrMeta+v');
  await expect(ben.text.locator('p')).toHaveText(['keep this and drop that', 'drop that']);
  await expect.poll(() => highlighted(ben.page)).toEqual(['drop that']);
  await select(ann, 'drop that');
  await ann.page.keyboard.press('ControlOrMeta+x');
  await expect(ben.text.locator('p').first()).toHaveText('keep this and');
  await ben.page.getByRole('button', { name: /^Comments/ }).click();
  await expect(threadIn(ben.page, 'Why?')).toContainText('What this is about was deleted.');
  await expect(threadIn(ben.page, 'Why?')).toContainText('drop that');
  await ann.page.keyboard.press('ControlOrMeta+Home');
  await ann.page.keyboard.press('ControlOrMeta+v');
  await expect.poll(() => highlighted(ben.page)).toEqual(['drop that']);
  await expect(threadIn(ben.page, 'Why?')).not.toContainText('was deleted');
});

test('comments name people, are edited, deleted, filtered, and linked to', async ({ windows }) => {
  const [ann, ben] = await two(windows, 'Something to talk about');
  await ben.people.click();
  await ben.page.getByRole('textbox', { name: 'Your name' }).fill('Ben Oak');
  await ben.page.keyboard.press('Escape');

  await expect(ann.page.getByRole('button', { name: /Ben Oak/ }).first()).toBeVisible();
  await select(ann, 'talk');
  await ann.page.keyboard.press('ControlOrMeta+Alt+m');
  await ann.page.keyboard.type('What do you say, @ben');
  await expect(ann.page.getByRole('option', { name: 'Ben Oak' })).toBeVisible();
  await expectAccessible(ann.page);
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('?');
  await ann.page.keyboard.press('Enter');
  await expect(threadIn(ann.page, 'What do you say, @Ben Oak ?')).toBeVisible();

  await ben.page.getByRole('button', { name: 'Comments, 1 unread' }).click();
  await panelOf(ben.page).getByRole('combobox', { name: 'Show' }).selectOption('mentions');
  await expect(threadIn(ben.page, '@Ben Oak')).toBeVisible();
  await panelOf(ben.page).getByRole('combobox', { name: 'Show' }).selectOption('mine');
  await expect(panelOf(ben.page)).toContainText('You haven’t commented here yet');

  const mine = panelOf(ann.page).locator('[data-thread]');
  await mine.getByRole('button', { name: 'More' }).click();
  await ann.page.getByRole('menuitem', { name: 'Edit' }).click();
  await mine.getByRole('textbox', { name: 'Edit' }).fill('Never mind');
  await mine.getByRole('button', { name: 'Save' }).click();
  await panelOf(ben.page).getByRole('combobox', { name: 'Show' }).selectOption('open');
  await expect(threadIn(ben.page, 'Never mind')).toContainText('edited');

  await ann.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await threadIn(ann.page, 'Never mind').getByRole('button', { name: 'More' }).click();
  await ann.page.getByRole('menuitem', { name: 'Copy link' }).click();
  const link = await ann.page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('#comment-');
  const cleo = new DocumentWindow(await windows.open(link));
  await cleo.opened();
  await expect(threadIn(cleo.page, 'Never mind')).toHaveAttribute('aria-current', 'true');
  await expect.poll(() => highlighted(cleo.page, 'cowrite-comment-active')).toEqual(['talk']);

  await threadIn(ann.page, 'Never mind').getByRole('button', { name: 'More' }).click();
  await ann.page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(panelOf(ben.page)).toContainText('No open comments');
  await expect.poll(() => highlighted(ben.page)).toEqual([]);
});

test('a picture or a line is commented on as a block, by its menu or its key', { tag: '@more' }, async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('above');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('---');
  await ann.page.keyboard.press('Enter');
  await expect(ann.text.locator('hr')).toBeVisible();
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  await ann.text.locator('hr').click();
  await ann.page.keyboard.press('ControlOrMeta+Alt+m');
  await ann.page.keyboard.type('Too thin');
  await ann.page.keyboard.press('Enter');
  await expect(ben.text.locator('[data-commented]')).toHaveCount(1);
  await ben.page.getByRole('button', { name: /^Comments/ }).click();
  await expect(threadIn(ben.page, 'Too thin')).toContainText('About a block');
});

test('the chat has its history, tells of what is new, and separates days', { tag: '@more' }, async ({ windows }) => {
  const [ann, ben] = await two(windows, 'x');
  await ann.page.getByRole('button', { name: 'Chat', exact: true }).click();
  await expect(panelOf(ann.page)).toContainText('Nobody has said anything yet');
  const field = panelOf(ann.page).getByRole('textbox', { name: 'Write to everybody here…' });
  await field.fill('Good morning https://example.org/plan.');
  await field.press('Enter');
  await expect(ben.page.getByRole('button', { name: 'Chat, 1 unread message' })).toBeVisible();
  await expect(ben.page.locator('[data-announcements]')).toContainText('Good morning');
  await ben.page.getByRole('button', { name: 'Chat, 1 unread message' }).click();
  const log = ben.page.getByRole('log', { name: 'Chat' });
  await expect(log).toContainText('Today');
  await expect(log.getByRole('link', { name: 'https://example.org/plan' })).toBeVisible();
  await expect(ben.page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible();
  const reply = panelOf(ben.page).getByRole('textbox', { name: 'Write to everybody here…' });
  await reply.fill('Morning!');
  await reply.press('Enter');
  await expect(ann.page.getByRole('log', { name: 'Chat' })).toContainText('Morning!');
  await expectAccessible(ann.page);
  await ann.page.reload();
  await ann.page.getByRole('button', { name: /^Chat/ }).click();
  await expect(ann.page.getByRole('log', { name: 'Chat' })).toContainText('Morning!');
});

test('what is said offline waits, says so, and is sent when the connection is back', { tag: '@more' }, async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  windows.expectOutage();
  await ann.typeAtEnd('on the train');
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  await ann.page.getByRole('button', { name: 'Chat', exact: true }).click();
  await ann.page.context().setOffline(true);
  const field = panelOf(ann.page).getByRole('textbox', { name: 'Write to everybody here…' });
  await field.fill('Can you hear me?');
  await field.press('Enter');
  await expect(panelOf(ann.page)).toContainText('Not sent yet');
  await ann.page.context().setOffline(false);
  await expect(panelOf(ann.page)).not.toContainText('Not sent yet', { timeout: 20_000 });
  await ben.page.getByRole('button', { name: /^Chat/ }).click();
  await expect(ben.page.getByRole('log', { name: 'Chat' })).toContainText('Can you hear me?');
});

test('words that weren’t sent are there again after the panel was closed, and after the page was loaded again', async ({
  windows,
}) => {
  const [ann, ben] = await two(windows, 'The quick brown fox jumps over the lazy dog');
  await comment(ann, 'quick', 'How quick?');
  const { page } = ann;
  const panel = panelOf(page);
  const [reply, message, begun] = ['Reply…', 'Write to everybody here…', 'Write a comment…'].map((name) =>
    panel.getByRole('textbox', { name }),
  ) as [Locator, Locator, Locator];
  const open = (name: 'Chat' | 'Comments'): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  await reply.fill('As quick as');
  await panel.getByRole('button', { name: 'Close' }).click();
  await open('Chat');
  await message.fill('Look at the fox, @');
  await panel.getByRole('button', { name: 'Close' }).click();
  await select(ann, 'lazy dog');
  await page.keyboard.press('ControlOrMeta+Alt+m');
  await begun.fill('Poor');

  await page.reload();
  await ann.opened();
  await open('Chat');
  await expect(message).toHaveValue('Look at the fox, @');
  await panel.getByRole('tab', { name: 'Comments' }).click();
  await expect(panel.locator('[data-draft]')).toContainText('lazy dog');
  await expect(begun).toHaveValue('Poor');
  await expect(reply).toHaveValue('As quick as');
  await reply.press('End');
  await page.keyboard.type(' lightning\n');
  await begun.focus();
  await begun.press('End');
  await page.keyboard.type(' dog\n');
  await expect(threadIn(page, 'Poor dog')).toBeVisible();
  await ben.page.getByRole('button', { name: /^Comments, 2 unread/ }).click();
  await expect(threadIn(ben.page, 'As quick as lightning')).toBeVisible();
  await expect.poll(() => highlighted(ben.page)).toEqual(['quick', 'lazy dog']);

  // What was sent isn't begun any more.
  await page.reload();
  await ann.opened();
  await open('Comments');
  await expect(threadIn(page, 'Poor dog')).toBeVisible();
  await expect(begun).toHaveCount(0);
  await expect(reply).toHaveCount(0);
});

test('the panels read well in the dark and on a phone', { tag: '@more' }, async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('The quick brown fox jumps over the lazy dog');
  await ann.expectSaved();
  await comment(ann, 'quick', 'How quick?');
  await comment(ann, 'lazy dog', 'Poor dog');
  await ann.page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(ann.page);
  await ann.page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(ann.page);
  await ann.page.emulateMedia({ colorScheme: 'light' });
});

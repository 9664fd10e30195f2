import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { BoardWindow, elementsOn } from '../harness/board-window.ts';
import { expect, test } from '../harness/browser.ts';

// Two windows, and a picture of each step.
test.beforeEach(() => test.slow());

const panelOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Comments and chat' });
const threadIn = (page: Page, words: string): Locator =>
  panelOf(page).locator('[data-thread]').filter({ hasText: words });
const pinsOf = ({ board }: BoardWindow): Locator => board.locator('[data-pin]:visible');

/** The middle of what a locator shows. */
const middleOf = async (locator: Locator): Promise<{ x: number; y: number }> => {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('nothing is shown');
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
};

const say = async ({ page }: BoardWindow, words: string): Promise<void> => {
  await expect(panelOf(page).locator('[data-draft]').getByRole('textbox')).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await expect(threadIn(page, words)).toBeVisible();
};

test('a comment stands at its shape in both windows, goes along with it, and is answered and resolved there', async ({
  windows,
}) => {
  const ann = await BoardWindow.create(windows);
  await ann.draw('r', [320, 220], [480, 320]);
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  // What was just drawn is selected.
  await ann.page.keyboard.press('ControlOrMeta+Alt+m');
  await say(ann, 'Why a box?');
  await expect(pinsOf(ann)).toHaveCount(1);
  await expect(pinsOf(ben)).toHaveCount(1);
  await expect(threadIn(ann.page, 'Why a box?')).toContainText('About 1 element');

  const before = await middleOf(pinsOf(ben));
  await ann.page.keyboard.press('Escape');
  await ann.page.keyboard.press('Escape');
  await ann.drag([320, 270], [420, 370]);
  await expect(async () => expect(await middleOf(pinsOf(ben))).not.toEqual(before)).toPass();
  await ann.expectSaved();

  await pinsOf(ben).click();
  const thread = threadIn(ben.page, 'Why a box?');
  await thread.getByRole('textbox', { name: 'Reply…' }).fill('Boxes are honest');
  await ben.page.keyboard.press('Enter');
  await pinsOf(ann).click();
  await expect(threadIn(ann.page, 'Boxes are honest')).toBeVisible();
  await expectAccessible(ben.page, '[data-discussion-panel]');
  await thread.getByRole('button', { name: 'Resolve' }).click();
  await expect(threadIn(ann.page, 'Resolved by')).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await expect(pinsOf(ben)).toHaveCount(0);
});

test('what a comment is about is pointed at where nothing is selected, and keys in the panel draw nothing', async ({
  windows,
  server,
}) => {
  const ann = await BoardWindow.create(windows);
  await ann.draw('r', [320, 220], [420, 300]);
  await ann.draw('o', [520, 220], [640, 320]);
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  await ann.click([460, 500]);
  await ann.page.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(ann.page.getByText('Click what your comment is about.')).toBeVisible();
  // Nothing is there: it goes on.
  await ann.click([460, 500]);
  await expect(ann.page.getByTestId('picking')).toBeVisible();
  await ann.click([580, 270]);
  await say(ann, 'nice rrr ooo');
  await expect(pinsOf(ben)).toHaveCount(1);
  await threadIn(ann.page, 'nice').focus();
  await ann.page.keyboard.press('Delete');
  await ann.page.keyboard.press('n');
  await ann.page.keyboard.press('r');
  await ann.expectSaved();
  expect((await elementsOn(server, ann.documentId)).map(({ type }) => type).sort()).toEqual(['ellipse', 'rectangle']);
});

test('a thread whose element is deleted stays readable, and has its place again when that comes back', async ({
  windows,
}) => {
  const ann = await BoardWindow.create(windows);
  await ann.draw('r', [320, 220], [480, 320]);
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  await ann.page.keyboard.press('ControlOrMeta+Alt+m');
  await say(ann, 'Keep it?');
  await ann.page.keyboard.press('Escape');
  await ann.page.keyboard.press('Escape');
  await expect(pinsOf(ben)).toHaveCount(1);
  await ann.click([320, 270]);
  await ann.page.keyboard.press('Delete');
  await expect(pinsOf(ben)).toHaveCount(0);
  await ben.page.getByRole('button', { name: /^Comments/ }).click();
  await expect(threadIn(ben.page, 'Keep it?')).toContainText('What this is about was deleted.');
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect(pinsOf(ben)).toHaveCount(1);
  await expect(threadIn(ben.page, 'Keep it?')).not.toContainText('was deleted');
});

test('a link to a thread opens it and shows its element, and the chat beside a board is everybody’s', async ({
  windows,
}) => {
  const ann = await BoardWindow.create(windows);
  await ann.draw('r', [320, 220], [480, 320]);
  await ann.expectSaved();
  await ann.page.keyboard.press('ControlOrMeta+Alt+m');
  await say(ann, 'Look here');
  const thread = await threadIn(ann.page, 'Look here').getAttribute('data-thread');
  await ann.expectSaved();
  const there = await windows.open(`${ann.page.url().replace(/#.*/, '')}#comment-${thread}`);
  const ben = await new BoardWindow(there).opened();
  await expect(threadIn(ben.page, 'Look here')).toHaveAttribute('aria-current', 'true');
  await expect(pinsOf(ben)).toHaveAttribute('aria-pressed', 'true');
  await panelOf(ben.page).getByRole('tab', { name: 'Chat' }).click();
  await ben.page.getByRole('textbox', { name: 'Write to everybody here…' }).fill('Hello, Ann');
  await ben.page.keyboard.press('Enter');
  await ann.page.getByRole('button', { name: 'Chat, 1 unread message' }).click();
  await expect(panelOf(ann.page)).toContainText('Hello, Ann');
});

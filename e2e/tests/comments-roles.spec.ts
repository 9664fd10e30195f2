import { boardElements, putElements, shownElements, storeParts } from '@cowrite/editor/content/board';
import { SUBPROTOCOL } from '@cowrite/editor/protocol';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import * as Y from 'yjs';
import { expectAccessible } from '../harness/axe.ts';
import { BoardWindow } from '../harness/board-window.ts';
import type { Window } from '../harness/browser.ts';
import { PageGuard } from '../harness/page-guard.ts';
import { CowriteServer } from '../harness/server.ts';
import { ADMIN_KEY, bearer, SECRET, tokenOf } from '../harness/tokens.ts';
import { WireClient } from '../harness/wire-client.ts';

let server: CowriteServer;

test.beforeAll(async () => {
  server = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY } });
});

test.afterAll(() => server.dispose());

const call = async <T>(path: string, body: object): Promise<T> => {
  const response = await fetch(`${server.url}/api/documents${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
};

/** Somebody who comes by a link, in a browser of their own. */
const guest = async (browser: Browser, link: string, name: string): Promise<Page> => {
  const page = await (await browser.newContext()).newPage();
  // Whose link is revoked is refused what they ask for.
  new PageGuard(page).allow(/status of 403/);
  await page.goto(`${server.url}/s/${link}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Open the document' }).click();
  const content = page.getByRole('textbox', { name: /^Text of / }).or(page.locator('canvas.interactive'));
  await expect(content).toBeVisible({ timeout: 20_000 });
  return page;
};

const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Comments and chat' });

test('a commenter comments on words they may not change, and a viewer reads along', async ({ browser }) => {
  test.slow();
  const { id } = await call<{ id: string }>('', { title: 'Plans' });
  await call(`/${id}/blocks`, { markdown: 'All of it is open to debate.' });
  const links = await Promise.all(
    (['editor', 'commenter', 'viewer'] as const).map((role) => call<{ id: string }>(`/${id}/links`, { role })),
  );
  const [editor, commenter, viewer] = await Promise.all(
    ['Ed', 'Cora', 'Vic'].map((name, index) => guest(browser, links[index]?.id ?? '', name)),
  );
  if (!editor || !commenter || !viewer) throw new Error('somebody is missing');

  const words = commenter.getByText('All of it is open to debate.');
  await words.evaluate((element) => {
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    if (text) getSelection()?.setBaseAndExtent(text, 13, text, 27);
  });
  await commenter.getByRole('button', { name: 'Comment', exact: true }).click();
  await commenter.keyboard.type('Is it?');
  await commenter.keyboard.press('Enter');
  await expect(panelOf(commenter)).toContainText('Is it?');
  for (const page of [editor, viewer]) {
    await expect(page.getByRole('button', { name: 'Comments, 1 unread' })).toBeVisible();
    await expect
      .poll(() => page.evaluate(() => [...(CSS.highlights.get('cowrite-comment') ?? [])].join()))
      .toBe('open to debate');
  }
  await viewer.getByRole('button', { name: 'Comments, 1 unread' }).click();
  const thread = panelOf(viewer).locator('[data-thread]');
  await thread.click();
  await expect(thread).toContainText('Cora');
  await expect(panelOf(viewer).getByRole('textbox')).toHaveCount(0);
  await expect(thread.getByRole('button', { name: 'Resolve' })).toHaveCount(0);
  // No room is left for a toolbar that isn't there.
  const panelTop = async (page: Page) => Math.round((await panelOf(page).boundingBox())?.y ?? 0);
  const bar = await viewer.getByRole('banner').boundingBox();
  expect(await panelTop(viewer)).toBe(Math.round((bar?.y ?? 0) + (bar?.height ?? 0)));
  await expectAccessible(viewer);
  // Read, and read for good: also in the next window of the same guest.
  await expect(viewer.getByRole('button', { name: 'Comments', exact: true })).toBeVisible();
  await viewer.reload();
  await expect(viewer.getByRole('button', { name: 'Comments', exact: true })).toBeVisible({ timeout: 20_000 });

  await editor.getByRole('button', { name: /^Comments/ }).click();
  await panelOf(editor).locator('[data-thread]').click();
  await expect(panelOf(editor).getByRole('button', { name: 'Resolve' })).toBeVisible();
  const menu = panelOf(editor).getByRole('button', { name: 'More' });
  await menu.click();
  await expect(editor.getByRole('menuitem', { name: 'Edit' })).toHaveCount(0);
  await expect(editor.getByRole('menuitem', { name: 'Copy link' })).toBeVisible();
  await editor.keyboard.press('Escape');

  // Whose link is revoked is offered no comment any more, and keeps what they had begun.
  const reply = panelOf(commenter).getByRole('textbox', { name: 'Reply…' });
  await reply.fill('It is, since half of');
  await fetch(`${server.url}/api/documents/${id}/links/${links[1]?.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  await expect(commenter.getByTestId('connection-banner')).toBeVisible();
  await expect(panelOf(commenter).getByText('so this was not sent')).toBeVisible();
  await expect(reply).toHaveValue('It is, since half of');
  await expect(reply).not.toBeEditable();
  await commenter.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await panelOf(commenter).getByRole('button', { name: 'Copy these words' }).click();
  await expect.poll(() => commenter.evaluate(() => navigator.clipboard.readText())).toBe('It is, since half of');
  for (const name of ['Send the reply', 'Resolve']) {
    await expect(panelOf(commenter).getByRole('button', { name })).toHaveCount(0);
  }
  await expect(panelOf(commenter)).toContainText('Is it?');
});

test('on a board, a commenter points at a shape they may not change', async ({ browser }) => {
  test.slow();
  const { id } = await call<{ id: string }>('', { title: 'Plans', kind: 'board' });
  const owner = bearer(await tokenOf({ sub: 'olga', role: 'owner' }));
  const client = await WireClient.join(server.syncUrl(id), new Y.Doc(), { protocols: [SUBPROTOCOL, owner] });
  const box = { id: 'box', type: 'rectangle', x: 0, y: 0, width: 300, height: 200, angle: 0, seed: 1, index: 'a0' };
  putElements(client.doc, [{ ...box, isDeleted: false }]);
  const link = await call<{ id: string }>(`/${id}/links`, { role: 'commenter' });
  const commenter = await guest(browser, link.id, 'Cora');
  const board = commenter.getByRole('region', { name: 'Board “Plans”' });
  await commenter.getByRole('button', { name: 'Comment', exact: true }).click();
  await commenter.getByTestId('picking').click();
  await expect(panelOf(commenter).locator('[data-draft]')).toContainText('About 1 element');
  await commenter.keyboard.type('Larger!');
  await commenter.keyboard.press('Enter');
  await expect(board.locator('[data-pin]:visible')).toHaveCount(1);
  await client.until(() => [...(boardElements(client.doc).get('box')?.keys() ?? [])].some(isMark), 'the mark');
  await client.close();
});

test('a viewer sees a board change and can change nothing of it, by hand or by raw frames', async ({ browser }) => {
  test.slow();
  const { id } = await call<{ id: string }>('', { title: 'Plans', kind: 'board' });
  const join = async (sub: string, role: string): Promise<WireClient> => {
    const token = bearer(await tokenOf({ sub, role }));
    return WireClient.join(server.syncUrl(id), new Y.Doc(), { protocols: [SUBPROTOCOL, token] });
  };
  const editor = await join('olga', 'owner');
  const box = { id: 'box', type: 'rectangle', x: 0, y: 0, width: 300, height: 200, angle: 0, seed: 1, index: 'a0' };
  putElements(editor.doc, [{ ...box, isDeleted: false }]);
  await editor.saved();
  const link = await call<{ id: string }>(`/${id}/links`, { role: 'viewer' });
  const viewer = await new BoardWindow({ page: await guest(browser, link.id, 'Vic') } as Window).opened();
  await expect(viewer.page.getByText('View only').first()).toBeVisible();
  await expect(viewer.page.getByTestId('toolbar-rectangle')).toHaveCount(0);
  await viewer.fit();
  await expect.poll(async () => (await viewer.looks()).some((value) => value < 250)).toBe(true);
  for (const key of ['r', 'n', 'ControlOrMeta+a', 'Delete', 'ControlOrMeta+v']) {
    await viewer.page.keyboard.press(key);
    await viewer.drag([200, 200], [400, 300]);
  }
  await expectAccessible(viewer.page);

  const raw = await join('vera', 'viewer');
  raw.doc.transact(() => storeParts(raw.doc, [{ id: 'box', parts: { g: [500, 500, 9, 9, 0] } }]));
  putElements(raw.doc, [{ ...box, id: 'theirs', isDeleted: false }]);
  boardElements(raw.doc).get('box')?.set('isDeleted', true);
  // What comes after it by the same way has come through it.
  const late = await join('late', 'owner');
  putElements(late.doc, [{ ...box, id: 'late', isDeleted: false }]);
  await editor.until(() => boardElements(editor.doc).has('late'), 'what came later');
  expect([...shownElements(editor.doc)].map((each) => [each.id, each.x]).sort()).toEqual([
    ['box', 0],
    ['late', 0],
  ]);
  for (const client of [editor, raw, late]) await client.close();
});

const isMark = (key: string): boolean => key.startsWith('$comment-');

import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { BoardWindow, elementsOn, expectSameLook } from '../harness/board-window.ts';
import { expect } from '../harness/browser.ts';
import { test } from '../harness/example-test.ts';
import { dropOn, picture } from '../harness/files.ts';
import { SECRET, tokenOf } from '../harness/tokens.ts';

const SHOTS = process.env.EXAMPLE_SHOTS;

const shoot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

/** Where a page's requests went. */
const hostsOf = (page: Page): Set<string> => {
  const hosts = new Set<string>();
  page.on('request', (request) => {
    if (/^https?:/.test(request.url())) hosts.add(new URL(request.url()).host);
  });
  return hosts;
};

test('board: an element in a plain page of another origin is drawn on with another, menus and all', async ({
  windows,
  open,
}) => {
  test.setTimeout(240_000);
  const { site, server } = await open('board');
  const opened = async (query: string): Promise<{ board: BoardWindow; hosts: Set<string> }> => {
    const window = await windows.open('/health', /favicon\.ico/);
    const hosts = hostsOf(window.page);
    await window.page.goto(`${site.origin}/?${query}`);
    return { board: await new BoardWindow(window).opened(), hosts };
  };
  const { board: ann, hosts } = await opened('name=Ann');
  const { board: bob, hosts: bobHosts } = await opened('name=Bob&language=zh-CN');
  const typesHere = async () => (await elementsOn(server, 'retrospective')).map(({ type }) => type).sort();

  // Keys act where the board has the focus, which a click gives it.
  for (const board of [ann, bob]) await board.click([900, 100]);
  await ann.draw('r', [300, 120], [460, 220]);
  await expect.poll(typesHere).toEqual(['rectangle']);
  await ann.page.keyboard.press('t');
  await ann.click([300, 300]);
  await ann.page.keyboard.type('words, 汉字');
  await ann.page.keyboard.press('Escape');
  await ann.hover([620, 320]);
  await ann.page.keyboard.press('n');
  await ann.page.keyboard.type('went well', { delay: 20 });
  await ann.page.keyboard.press('Escape');
  await expect.poll(typesHere).toEqual(['rectangle', 'rectangle', 'text', 'text']);
  await dropOn(ann.board.locator('canvas.interactive'), { files: [picture('cat.png')] }, { x: 0.4, y: 0.8 });
  await ann.expectSaved();
  await expect(ann.page.getByRole('status').filter({ hasText: 'Everything is saved.' })).toBeVisible();
  await expectSameLook(ann, bob);
  await shoot(ann.page, 'board-element');
  await expect(bob.page.getByRole('button', { name: /Ann/ })).toBeVisible();
  // The words are the element's, the page's language stays its own.
  await expect(bob.page.getByRole('button', { name: '便签', exact: true })).toBeVisible();
  expect(await bob.page.locator('html').getAttribute('lang')).toBe('en');

  // Selected, doubled and undone by keys, though the page sees no more of the focus than the element.
  await ann.click([900, 100]);
  await ann.page.keyboard.press('ControlOrMeta+a');
  await ann.page.keyboard.press('ControlOrMeta+d');
  await expect.poll(async () => (await typesHere()).length).toBe(10);
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await typesHere()).length).toBe(5);

  // What is selected is commented on, and the other, in her own language, sees it and where it stands.
  const panelOf = ({ page }: BoardWindow) => page.locator('[data-discussion-panel]');
  await ann.page.keyboard.press('ControlOrMeta+Alt+m');
  await expect(panelOf(ann).locator('[data-draft]').getByRole('textbox')).toBeFocused();
  await ann.page.keyboard.type('Why here?');
  await ann.page.keyboard.press('Enter');
  await expect(panelOf(ann).locator('[data-thread]').filter({ hasText: 'Why here?' })).toBeVisible();
  await expect(bob.page.locator('[data-pin]:visible')).toHaveCount(1);
  await bob.page.locator('[data-pin]:visible').click();
  await expect(panelOf(bob).locator('[data-thread]').filter({ hasText: 'Why here?' })).toBeVisible();
  await shoot(bob.page, 'board-element-comments');
  await bob.page.keyboard.press('Escape');
  await ann.page.keyboard.press('Escape');

  // A menu's item is clicked before its click outside closes it; a dialog stands in the element, with its styles.
  await ann.board.getByTestId('main-menu-trigger').click();
  await shoot(ann.page, 'board-element-menu');
  const [download] = await Promise.all([ann.page.waitForEvent('download'), ann.page.getByText('Save as SVG').click()]);
  expect(download.suggestedFilename()).toBe('Retrospective.svg');
  await ann.click([900, 100]);
  await ann.page.keyboard.press('Shift+Slash');
  const dialog = ann.page.locator('.HelpDialog');
  await expect(dialog).toBeVisible();
  expect(await dialog.evaluate((each) => each.getRootNode() instanceof ShadowRoot)).toBe(true);
  await shoot(ann.page, 'board-element-dialog');
  // It takes keys once the focus has come into it, a moment after it is seen.
  await expect(async () => {
    await ann.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0, { timeout: 1000 });
  }).toPass();

  await expectAccessible(ann.page);

  // A colour from the popover beside the canvas, for all that is selected.
  await ann.page.keyboard.press('ControlOrMeta+a');
  await ann.page.getByTestId('color-top-pick-#ffc9c9').click();
  await expect
    .poll(async () => (await elementsOn(server, 'retrospective')).map((each) => each.backgroundColor))
    .toContain('#ffc9c9');
  await ann.board.locator('.color-picker__button.active-color').nth(1).click();
  await expect(ann.page.locator('.color-picker-content')).toBeVisible();
  await shoot(ann.page, 'board-element-colors');
  await ann.page.keyboard.press('Escape');

  const own = [new URL(site.origin).host, new URL(server.url).host].sort();
  expect([...hosts].sort()).toEqual(own);
  expect([...bobHosts].sort()).toEqual(own);
});

test('react-board: a component in a page, in its own height; who only writes loads nothing of it', async ({
  windows,
  open,
}) => {
  test.setTimeout(240_000);
  const { site, server } = await open('react-board', { bundled: true });
  const opened = async (name: string): Promise<BoardWindow> =>
    new BoardWindow(await windows.open(`${site.origin}/?name=${name}`)).opened();
  const ann = await opened('Ann');
  const bob = await opened('Bob');
  for (const board of [ann, bob]) await board.click([900, 100]);
  await ann.draw('o', [300, 120], [460, 220]);
  await ann.expectSaved();
  await expect(ann.page.getByText('saved', { exact: true })).toBeVisible();
  await expectSameLook(ann, bob);
  await shoot(ann.page, 'board-react');
  const [download] = await Promise.all([
    ann.page.waitForEvent('download'),
    ann.page.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Sketch.svg');

  // Home has its picture, made in a page of another origin.
  const thumbnail = () => fetch(`${server.url}/api/documents/sketch/thumbnail`).then(({ status }) => status);
  await expect.poll(thumbnail, { timeout: 20_000 }).toBe(200);

  const writer = await open('element');
  const asked: string[] = [];
  const { page } = await windows.open('/health', /favicon\.ico/);
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(writer.site.origin);
  await expect(page.getByRole('textbox', { name: 'Release notes' })).toBeVisible();
  expect(asked.filter((path) => /Canvas|board\.css|excalidraw/.test(path))).toEqual([]);
});

test('a board in a frame: whoever may only read draws nothing', async ({ windows, open }) => {
  test.setTimeout(120_000);
  const { server } = await open('frame', { env: { COWRITE_SECRET: SECRET } });
  const opened = async (role: string): Promise<BoardWindow> => {
    const token = await tokenOf({ sub: role, name: role, role });
    return new BoardWindow(
      await windows.open(`${server.url}/embed/plan?kind=board&theme=dark#token=${token}`),
    ).opened();
  };
  const ann = await opened('editor');
  await ann.draw('r', [300, 220], [500, 320]);
  await ann.expectSaved();
  const eve = await opened('viewer');
  await expectSameLook(ann, eve);
  await shoot(eve.page, 'board-frame-viewer');
  await eve.draw('o', [100, 100], [200, 200]);
  await eve.page.keyboard.press('Delete');
  await expectSameLook(ann, eve);
  await expect(eve.page.getByText('View only').first()).toBeVisible();
  await shoot(ann.page, 'board-frame');
});

import { readFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { apart, BoardWindow, elementsOn, expectSameLook, oneOn, typesOn } from '../harness/board-window.ts';
import { expect, test } from '../harness/browser.ts';
import { findChromium } from '../harness/chromium.mjs';
import { chooseFiles } from '../harness/files.ts';

test('what is made larger, turned and framed is so in the other window; a shape of the library is there again after a reload', async ({
  windows,
  server,
}) => {
  test.setTimeout(180_000);
  const ann = await BoardWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.draw('r', [400, 240], [520, 320]);
  const drawn = await (async () => {
    await ann.expectSaved();
    return oneOn(server, ann, 'rectangle');
  })();
  // Its corner, and what turns it, lie a little beside it.
  await ann.drag([525, 325], [585, 365]);
  await expect
    .poll(async () => {
      const { width, height, x } = await oneOn(server, ann, 'rectangle');
      return width > drawn.width + 50 && height > drawn.height + 30 && x === drawn.x;
    })
    .toBe(true);
  await ann.drag([490, 219], [580, 260]);
  await expect.poll(async () => (await oneOn(server, ann, 'rectangle')).angle).toBeGreaterThan(0.3);
  await ann.expectSaved();
  await expectSameLook(ann, ben);

  await ann.draw('o', [300, 440], [380, 500]);
  await ann.draw('f', [260, 400], [440, 560]);
  await expect.poll(async () => (await oneOn(server, ann, 'ellipse')).frameId).toBeTruthy();
  const before = await oneOn(server, ann, 'ellipse');
  expect(before.frameId).toBe((await oneOn(server, ann, 'frame')).id);
  // Ben moves the frame by its edge, and what is in it goes along.
  await ann.page.keyboard.press('Escape');
  await ben.fit();
  await ben.page.keyboard.press('ControlOrMeta+a');
  await ben.page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await oneOn(server, ann, 'ellipse')).x).toBeGreaterThan(before.x);
  await expectSameLook(ann, ben);

  const count = (await elementsOn(server, ann.documentId)).length;
  await ann.page.keyboard.press('ControlOrMeta+a');
  await ann.board.locator('.default-sidebar-trigger, .sidebar-trigger').first().click();
  // It breathes, and so is never at rest.
  await ann.page.locator('.library-unit__adder').first().click({ force: true });
  await expect(ann.page.locator('.library-unit__active').first()).toBeVisible();
  await expect(ann.page.locator('.library-unit__adder')).toHaveCount(0);
  await ann.page.reload();
  await ann.opened();
  await ann.board.locator('.default-sidebar-trigger, .sidebar-trigger').first().click();
  await ann.page.locator('.library-unit__dragger').first().click();
  await expect.poll(async () => (await elementsOn(server, ann.documentId)).length).toBe(2 * count);
  await ann.expectSaved();
  await expectSameLook(ann, ben);
});

test('an SVG with the drawing in it becomes the drawing again', async ({ windows, server }) => {
  test.setTimeout(120_000);
  const ann = await BoardWindow.create(windows);
  await ann.page.addInitScript(() => {
    for (const name of ['showOpenFilePicker', 'showSaveFilePicker']) Reflect.deleteProperty(window, name);
  });
  await ann.page.reload();
  await ann.opened();
  await ann.draw('d', [300, 200], [460, 300]);
  await ann.expectSaved();
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'Document menu' }).click();
  await ann.page.getByRole('menuitem', { name: 'Picture with options…', exact: true }).click();
  const dialog = ann.page.getByRole('dialog', { name: 'Export image' });
  await expectAccessible(ann.page);
  // One Escape closes it, with nothing of the menu left above it.
  await ann.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await ann.page.keyboard.press('?');
  await expect(ann.page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await expect(ann.page.getByRole('link', { name: 'Read our blog' })).toHaveCount(0);
  await expectAccessible(ann.page);
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'Document menu' }).click();
  await ann.page.getByRole('menuitem', { name: 'Picture with options…', exact: true }).click();
  await dialog.locator('#exportEmbedSwitch').check();
  const [download] = await Promise.all([
    ann.page.waitForEvent('download'),
    dialog.getByRole('button', { name: /Export to SVG/ }).click(),
  ]);
  const file = { name: 'plan.svg', mimeType: 'image/svg+xml', buffer: await readFile(await download.path()) };
  const other = await BoardWindow.create(windows);
  const insert = async (): Promise<void> => {
    await other.page.getByRole('button', { name: 'Document menu' }).click();
    await other.page.getByRole('menuitem', { name: 'Insert a file…', exact: true }).click();
  };
  await chooseFiles(other.page, insert, [file]);
  await expect.poll(() => typesOn(server, other)).toEqual(['diamond']);
});

test('a browser killed in mid-drag leaves what it dragged where it was last saved, for others to take up', async ({
  windows,
  server,
}) => {
  test.setTimeout(150_000);
  const ben = await BoardWindow.create(windows);
  await ben.draw('r', [300, 240], [420, 320]);
  await ben.page.getByTestId('color-top-pick-#ffc9c9').click();
  await ben.expectSaved();
  await ben.fit();
  const { x, id } = await oneOn(server, ben, 'rectangle');
  const process = await chromium.launchServer({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const browser = await chromium.connect(process.wsEndpoint());
    const page = await browser.newPage({ viewport: ben.page.viewportSize() });
    await page.goto(ben.page.url());
    const ann = await new BoardWindow({ ...ben.window, page }).opened();
    await expect(ben.people).toHaveAccessibleName(/^2 /);
    await ann.fit();
    const look = await ben.looks();
    await ann.hover([640, 390]);
    await page.mouse.down();
    await ann.hover([740, 430], 10);
    // One shape is a small part of what is looked at; what a canvas draws otherwise the second time is far less.
    const fromBefore = async (): Promise<number> => apart(look, await ben.looks());
    await expect.poll(fromBefore).toBeGreaterThan(0.5);
    // SIGKILL.
    await process.kill();
    await expect(ben.people).toHaveAccessibleName(/^1 /);
    await expect.poll(fromBefore).toBeLessThan(0.1);
    expect((await oneOn(server, ben, 'rectangle')).x).toBe(x);
    await ben.drag([640, 390], [560, 390]);
    await expect.poll(async () => (await oneOn(server, ben, 'rectangle')).x).toBeLessThan(x);
    expect((await elementsOn(server, ben.documentId)).map((each) => each.id)).toEqual([id]);
  } finally {
    await process.close();
  }
});

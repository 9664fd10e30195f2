import { writeFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';
import { chooseFiles, dropOn, pasteInto, picture, type TestFile } from '../harness/files.ts';
import { expectAppKept } from '../harness/kept-app.ts';

test.use({ serviceWorkers: 'allow' });

const pictures = ({ text }: DocumentWindow): Locator => text.locator('figure img');

const insert = (window: DocumentWindow, files: readonly TestFile[]): Promise<void> =>
  chooseFiles(window.page, () => window.press('Picture'), files);

/** Waits until a picture is drawn, not merely there. */
const expectDrawn = async (image: Locator, width = 640): Promise<void> => {
  await expect.poll(() => image.evaluate((each: HTMLImageElement) => each.complete && each.naturalWidth)).toBe(width);
};

const tools = ({ page }: DocumentWindow): Locator => page.getByRole('toolbar', { name: 'Picture' });

test('a chosen picture is seen by everybody, stays over a reload, and its bytes are never in the document', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('above');
  await insert(ann, [picture('cat.png')]);
  await expectDrawn(pictures(ann));
  await expectDrawn(pictures(ben));
  await ann.page.keyboard.type('below');
  await expect(ben.text).toContainText('below');
  await ann.expectSaved();
  const address = await pictures(ben).getAttribute('src');
  expect(address).toMatch(/\/api\/documents\/\w+\/assets\/[0-9a-f]{64}$/);
  await ann.page.reload();
  await expectDrawn(pictures(ann));
  await expect(pictures(ann)).toHaveAttribute('src', address ?? '');
  expect((await ben.blocks()).map(([, words]) => words)).toEqual(['above', '', 'below']);
});

test('a picture is there for others within a second of its upload', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await expect(ann.people).toHaveAccessibleName(/^2 /);
  const uploaded = ann.page.waitForResponse((response) => response.request().method() === 'POST');
  await insert(ann, [picture('cat.png')]);
  await uploaded;
  const started = Date.now();
  await expectDrawn(pictures(ben));
  expect(Date.now() - started).toBeLessThan(1_000);
});

test('several are pasted at once, in their order, as one step that undo takes back', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('words');
  const sizes = [300, 310, 320];
  await pasteInto(ann.text, { files: sizes.map((width) => picture(`${width}.png`, { width, height: 200 })) });
  for (const [index, width] of sizes.entries()) await expectDrawn(pictures(ben).nth(index), width);
  await ann.expectSaved();
  await ann.toolbar.getByRole('button', { name: 'Undo' }).click();
  await expect(pictures(ben)).toHaveCount(0);
  await expect(ben.text).toHaveText('words');
  await ann.toolbar.getByRole('button', { name: 'Redo' }).click();
  await expect(pictures(ben)).toHaveCount(3);
  await expectDrawn(pictures(ben).nth(2), 320);
});

test('a dropped picture goes where the line shows, between two blocks', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('one\ntwo\nthree');
  const two = ann.text.getByText('two', { exact: true });
  await dropOn(two, { files: [picture('cat.png')] }, { x: 0.5, y: 0.2 }, async () => {
    const line = ann.page.locator('[class*="line"][style*="left"]');
    const [lineBox, twoBox] = await Promise.all([line.boundingBox(), two.boundingBox()]);
    expect(Math.abs((lineBox?.y ?? 0) - (twoBox?.y ?? 0))).toBeLessThan(24);
  });
  await expectDrawn(pictures(ben));
  const kinds = async () => (await ben.blocks()).map(([, words]) => words);
  await expect.poll(kinds).toEqual(['one', '', 'two', 'three']);
});

test('a picture copied from a page is pasted as itself; one inside of pasted words comes along', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.text.focus();
  const copied = '<meta charset="utf-8"><img src="https://example.org/cat.png" alt="cat">';
  await pasteInto(ann.text, { files: [picture('image.png')], html: copied });
  await expectDrawn(pictures(ben));
  const within = picture('within.png', { width: 200, height: 100 }).buffer.toString('base64');
  await pasteInto(ann.text, {
    html: `<p>before</p><p><img src="data:image/png;base64,${within}" alt="within"></p><p>after</p>`,
  });
  await expectDrawn(ben.text.getByRole('img', { name: 'within' }), 200);
  await expect(ben.text).toContainText('before');
  await expect(ben.text).toContainText('after');
  // Of a long text, which is read in a worker, it does too.
  await ann.text.press('ControlOrMeta+End');
  const words = `<p>${'words '.repeat(10_200)}</p>`;
  const another = picture('another.png', { width: 210, height: 100, hue: 2 }).buffer.toString('base64');
  await pasteInto(ann.text, {
    html: `<p><img src="data:image/png;base64,${another}" alt="in a long text"></p>${words}`,
  });
  await expectDrawn(ben.text.getByRole('img', { name: 'in a long text' }), 210);
  await expectConverged([ann, ben]);
});

test('a picture elsewhere is a card with its address, and nothing is asked of the other site', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  const foreign: string[] = [];
  for (const { page } of [ann, ben]) page.on('request', (request) => foreign.push(new URL(request.url()).host));
  await ann.text.focus();
  await pasteInto(ann.text, { html: '<p>see</p><img src="https://example.org/pictures/cat.png" alt="our cat">' });
  await expect(ben.text.getByRole('link', { name: /example\.org/ })).toHaveAttribute(
    'href',
    'https://example.org/pictures/cat.png',
  );
  await expect(ben.text).toContainText('our cat');
  expect(foreign.filter((host) => host.includes('example'))).toEqual([]);
});

test('resized by mouse and by keys, aligned, described and captioned, for everybody', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await insert(ann, [picture('cat.png')]);
  await expectDrawn(pictures(ben));
  await pictures(ann).click();
  await tools(ann).getByRole('button', { name: 'Align left' }).click();
  const handle = ann.text.getByRole('slider', { name: 'Width, right edge' });
  const box = await handle.boundingBox();
  if (!box) throw new Error('the handle is not shown');
  await ann.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await ann.page.mouse.down();
  await ann.page.mouse.move(box.x - 190, box.y, { steps: 5 });
  await ann.page.mouse.up();
  const widthAtBens = async () => Math.round((await pictures(ben).boundingBox())?.width ?? 0);
  await expect.poll(widthAtBens).toBeLessThan(460);
  const dragged = await widthAtBens();
  await handle.focus();
  await ann.page.keyboard.press('ArrowRight');
  await expect.poll(widthAtBens).toBe(dragged + 16);
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect.poll(widthAtBens).not.toBe(dragged + 16);
  await ann.page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(widthAtBens).toBe(dragged + 16);
  await ann.page.keyboard.press('Escape');
  await expect(ann.text).toBeFocused();

  await tools(ann).getByRole('button', { name: 'Alternative text' }).click();
  await ann.page.getByRole('textbox', { name: 'Alternative text' }).fill('A cat, asleep');
  await ann.page.getByRole('button', { name: 'Save' }).click();
  await expect(ben.text.getByRole('img', { name: 'A cat, asleep' })).toBeVisible();
  await pictures(ann).click();
  await ann.text.getByRole('textbox', { name: 'Caption' }).fill('Ours');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('below');
  await expect(ben.text.getByRole('paragraph').last()).toHaveText('below');
  await expect(ben.text.getByRole('textbox', { name: 'Caption' })).toHaveValue('Ours');
  await ann.expectSaved();
  await ben.page.reload();
  await expect(ben.text.getByRole('textbox', { name: 'Caption' })).toHaveValue('Ours');
  expect(await widthAtBens()).toBe(dragged + 16);
});

test('by keyboard alone: selected, opened, its tools, deleted and brought back', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('words');
  await insert(ann, [picture('one.png'), picture('two.png', { width: 500, hue: 2 })]);
  await expectDrawn(pictures(ben).nth(1), 500);
  await ann.text.focus();
  await ann.page.keyboard.press('ControlOrMeta+Home');
  await ann.page.keyboard.press('ArrowDown');
  await expect(tools(ann)).toBeVisible();
  await ann.page.keyboard.press('Enter');
  const large = ann.page.getByRole('dialog');
  await expect(large.getByText('1 of 2')).toBeVisible();
  await ann.page.keyboard.press('ArrowRight');
  await expectDrawn(large.getByRole('img'), 500);
  await ann.page.keyboard.press('Escape');
  await expect(large).toHaveCount(0);
  await ann.page.keyboard.press('Tab');
  await expect(tools(ann).getByRole('button', { name: 'Align left' })).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(ann.text).toBeFocused();
  await ann.page.keyboard.press('Delete');
  await expect(pictures(ben)).toHaveCount(1);
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expectDrawn(pictures(ben).nth(0));
  await expect(pictures(ben)).toHaveCount(2);
});

test('a finger’s first tap on it selects it', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await insert(ann, [picture('cat.png')]);
  await ann.expectSaved();
  const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };
  const ben = await new DocumentWindow(await windows.open(ann.page.url(), undefined, phone)).opened();
  await expectDrawn(pictures(ben));
  await pictures(ben).tap();
  await expect(tools(ben)).toBeVisible();
});

test('replaced and downloaded', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await insert(ann, [picture('first.png')]);
  await expectDrawn(pictures(ben));
  await pictures(ann).click();
  const replace = () => tools(ann).getByRole('button', { name: 'Replace' }).click();
  await chooseFiles(ann.page, replace, [picture('second.png', { width: 400, height: 300, hue: 3 })]);
  await expectDrawn(pictures(ben), 400);
  await ann.expectSaved();
  await pictures(ben).click();
  const [download] = await Promise.all([
    ben.page.waitForEvent('download'),
    tools(ben).getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('second.png');
});

test('what can’t be shown, or is too large, is said and not inserted', async ({ windows }, info) => {
  const ann = await DocumentWindow.create(windows);
  // Playwright's own tracing asks for the bytes of a picture that is broken, which the page's policy forbids.
  ann.window.guard.allow(/Connecting to 'blob:/);
  const broken = { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') };
  await insert(ann, [broken]);
  await expect(ann.page.getByText('“broken.png” can’t be shown').first()).toBeVisible();
  const large = info.outputPath('large.bin');
  await writeFile(large, Buffer.alloc(21 * 1024 * 1024));
  await chooseFiles(ann.page, () => ann.press('File'), large);
  await expect(ann.page.getByText('“large.bin” is too large: files may have 20 MB.').first()).toBeVisible();
  await expect(ann.text.locator('figure')).toHaveCount(0);
});

test('while it is uploaded others see by whom, it can be cancelled, and what failed is tried again', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await ann.page.route('**/assets?*', async (route) => {
    await held;
    await route.continue();
  });
  ben.window.guard.allow(/404/);
  ann.window.guard.allow(/404|500|ERR_FAILED/);
  await insert(ann, [picture('slow.png')]);
  await expectDrawn(pictures(ann));
  await expect(ann.text.getByRole('progressbar', { name: 'Upload of slow.png' })).toBeVisible();
  await expect(ann.savedState).toHaveText(/Uploading a file/);
  await expect(ben.text.getByText(/Being uploaded by \S+/)).toBeVisible();
  letGo();
  await expectDrawn(pictures(ben));
  await ann.expectSaved();

  await ann.page.unroute('**/assets?*');
  await ann.page.route('**/assets?*', () => undefined);
  await insert(ann, [picture('never.png', { width: 333 })]);
  await ann.text.getByRole('button', { name: 'Cancel upload' }).click();
  await expect(pictures(ben)).toHaveCount(1);
  await ann.expectSaved();

  await ann.page.unroute('**/assets?*');
  let fails = 1;
  await ann.page.route('**/assets?*', (route) => (fails-- > 0 ? route.fulfill({ status: 500 }) : route.continue()));
  await insert(ann, [picture('again.png', { width: 222 })]);
  await expectDrawn(pictures(ben).nth(1), 222);
  await ann.page.unroute('**/assets?*');
});

test('inserted offline, over a reload, it is kept and uploaded when the line is back', async ({ windows, server }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('before');
  await ann.expectSaved();
  await expectAppKept(ann.page);
  windows.expectOutage();
  ann.window.guard.allow(/404|ERR_/);
  ben.window.guard.allow(/404|ERR_/);
  await server.kill();
  await insert(ann, [picture('offline.png')]);
  await expectDrawn(pictures(ann));
  await expect(ann.text.getByText('Uploads when the connection is back')).toBeVisible();
  await expect(ann.savedState).toHaveText(/Offline · \d+ changes kept here/);
  await ann.page.reload();
  await expectDrawn(pictures(ann));
  await server.start();
  await expectDrawn(pictures(ben));
  await ann.expectSaved();
});

test('copied into another document, it belongs to that one too', async ({ windows }) => {
  // Since pasting goes through the formats, a picture copied by itself comes out as nothing. Undone when that is mended.
  const ann = await DocumentWindow.create(windows);
  await ann.window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await insert(ann, [picture('cat.png')]);
  await expectDrawn(pictures(ann));
  await ann.expectSaved();
  await pictures(ann).click();
  await ann.page.keyboard.press('ControlOrMeta+c');
  const home = await windows.openTab(ann.window);
  home.guard.allow(/404/);
  await home.page.getByRole('button', { name: 'New document' }).first().click();
  const other = await new DocumentWindow(home).opened();
  await other.text.focus();
  await home.page.keyboard.press('ControlOrMeta+v');
  await expect(pictures(other)).toHaveCount(1);
  const ben = await other.shareWith(windows);
  ben.window.guard.allow(/404/);
  await expectDrawn(pictures(ben));
  expect(await pictures(ben).getAttribute('src')).not.toBe(await pictures(ann).getAttribute('src'));
  // As another program would have it: a page with addresses, too long to be read between two frames.
  const address = new URL((await pictures(ben).getAttribute('src')) ?? '', home.page.url()).href;
  const lines = Array.from({ length: 700 }, (_, index) => `<p>line ${index} ${'of many words '.repeat(8)}</p>`).join(
    '',
  );
  await other.page.keyboard.press('ControlOrMeta+End');
  await pasteInto(other.text, { html: `${lines}<img src="${address}" alt="again">` });
  await expect(ben.text.getByRole('img', { name: 'again' })).toHaveAttribute('src', address);
});

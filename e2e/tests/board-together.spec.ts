import { devices } from '@playwright/test';
import { BoardWindow, elementsOn, expectSameLook } from '../harness/board-window.ts';
import { expect, test } from '../harness/browser.ts';

test('sticky notes by a click and by one key; everybody brought to what one sees, and followed until one moves oneself', async ({
  windows,
  server,
}) => {
  test.setTimeout(180_000);
  const ann = await BoardWindow.create(windows);
  const ben = await ann.shareWith(windows);
  // Whatever colour is drawn with, the letters of a note are dark.
  await ann.page.keyboard.press('r');
  await ann.page.getByTestId('color-top-pick-#f08c00').click();
  await ann.page.keyboard.press('Escape');
  await ann.page.keyboard.press('n');
  // At the pace of somebody in a hurry: each letter is written, none is a tool's key.
  await ann.page.keyboard.type('one on');
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'Colour of notes' }).click();
  await ann.page.getByRole('menuitemradio', { name: 'Green' }).click();
  const tool = ann.page.getByRole('button', { name: 'Sticky note' });
  await tool.click();
  await expect(tool).toHaveAttribute('aria-pressed', 'true');
  await ann.page.keyboard.press('Escape');
  await expect(tool).toHaveAttribute('aria-pressed', 'false');
  await tool.click();
  await ann.click([400, 550]);
  await ann.page.keyboard.type('two n');
  await expect(tool).toHaveAttribute('aria-pressed', 'false');
  // Who writes in a text is said there, so that nobody writes over it.
  const typing = ben.page.getByText(/ is typing$/);
  await expect(typing).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(typing).toHaveCount(0);
  await expect
    .poll(async () => {
      const elements = await elementsOn(server, ann.documentId);
      const notes = elements.filter(({ customData }) => customData?.note === true);
      const words = elements.flatMap((each) => (each.type === 'text' ? [each.originalText] : []));
      return [notes.map(({ backgroundColor }) => backgroundColor).sort(), words.sort()];
    })
    .toEqual([
      ['#b2f2bb', '#b2f2bb'],
      ['one on', 'two n'],
    ]);
  const elements = await elementsOn(server, ann.documentId);
  const letters = elements.filter(({ type }) => type === 'text');
  expect(letters.map(({ strokeColor }) => strokeColor)).toEqual(['#1e1e1e', '#1e1e1e']);
  // The canvas is 1280 pixels wide: one lies in the middle, the other where the click was.
  const [byKey, byClick] = elements
    .filter(({ customData }) => customData?.note === true)
    .map(({ x, y }) => ({ x, y }))
    .sort((a, b) => b.x - a.x);
  expect((byKey?.x ?? 0) - (byClick?.x ?? 0)).toBeCloseTo(240, 0);
  await expectSameLook(ann, ben);
  await ann.page.keyboard.press('Escape');

  await expect(ann.people).toHaveAccessibleName(/^2 /);
  await ann.fit();
  await ben.fit();
  const before = await ben.looks();
  await ann.hover([600, 300]);
  await ann.page.mouse.wheel(0, 400);
  await expect.poll(() => ann.looks()).not.toEqual(before);
  await ann.page.getByRole('button', { name: 'Bring everyone here' }).click();
  await expect(ben.page.getByText(/brought everyone here/).first()).toBeVisible();
  await expect.poll(() => ben.looks()).toEqual(await ann.looks());
  await ben.page.getByRole('button', { name: 'Go back' }).click();
  await expect.poll(() => ben.looks()).toEqual(before);

  await ben.page
    .getByRole('button', { name: /^Follow / })
    .first()
    .click();
  await expect(ben.page.getByText(/^Following /).first()).toBeVisible();
  await expect.poll(() => ben.looks()).toEqual(await ann.looks());
  await ann.hover([600, 300]);
  await ann.page.mouse.wheel(0, -250);
  await expect.poll(async () => JSON.stringify(await ben.looks()) === JSON.stringify(await ann.looks())).toBe(true);
  await ben.hover([600, 300]);
  await ben.page.mouse.wheel(0, -700);
  await expect(ben.page.getByText(/^Following /)).toHaveCount(0);
});

test('what is done while the server is away, or killed in mid-drag, is merged property by property', async ({
  windows,
  server,
}) => {
  test.setTimeout(240_000);
  const ann = await BoardWindow.create(windows);
  await ann.draw('r', [300, 200], [500, 320]);
  await ann.page.getByTestId('color-top-pick-#ffc9c9').click();
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  const one = async () => {
    const [only] = (await elementsOn(server, ann.documentId)).filter(({ type }) => type === 'rectangle');
    return only && { x: only.x, strokeColor: only.strokeColor, backgroundColor: only.backgroundColor };
  };
  const drawn = await one();
  // The server dies while she drags.
  windows.expectOutage();
  await ann.hover([400, 260]);
  await ann.page.mouse.down();
  await ann.hover([440, 280], 5);
  await server.kill();
  await ann.hover([520, 300], 5);
  await ann.page.mouse.up();
  await expect(ann.savedState).toContainText('kept here');
  // He gives the same one another colour, and draws one more.
  await expect(ben.page.getByText(/You’re offline/)).toBeVisible();
  await ben.page.keyboard.press('ControlOrMeta+a');
  await ben.page.getByTestId('color-top-pick-#1971c2').click();
  await ben.draw('d', [300, 420], [440, 500]);
  await server.start();
  await ann.expectSaved(60_000);
  await ben.expectSaved(60_000);
  await expect.poll(one, { timeout: 30_000 }).toEqual({
    x: (drawn?.x ?? 0) + 120,
    strokeColor: '#1971c2',
    backgroundColor: '#ffc9c9',
  });
  for (const { page } of [ann, ben]) await expect(page.getByText(/You’re offline/)).toHaveCount(0);
  await expectSameLook(ann, ben);
  // What only a browser has, across its reload.
  await server.kill();
  await expect(ann.page.getByText(/You’re offline/)).toBeVisible();
  await ann.draw('o', [560, 420], [700, 520]);
  await expect(ann.savedState).toContainText('kept here');
  await server.start();
  await expect
    .poll(async () => (await elementsOn(server, ann.documentId)).map(({ type }) => type).sort(), { timeout: 60_000 })
    .toEqual(['diamond', 'ellipse', 'rectangle']);
  for (const { page } of [ann, ben]) await expect(page.getByText(/You’re offline/)).toHaveCount(0);
  await expectSameLook(ann, ben);
});

test('on a phone one draws by touch and has everything in reach; a note by its button', async ({ windows, server }) => {
  test.setTimeout(120_000);
  const ann = await BoardWindow.create(windows);
  const { viewport, userAgent, hasTouch, isMobile, deviceScaleFactor } = devices['Pixel 7'];
  const bob = await new BoardWindow(
    await windows.open(new URL(ann.page.url()).pathname, undefined, {
      viewport,
      userAgent,
      hasTouch,
      isMobile,
      deviceScaleFactor,
    }),
  ).opened();
  await bob.page.getByTestId('toolbar-rectangle').click({ force: true });
  await bob.touch([100, 250], [260, 380]);
  await expect
    .poll(async () => (await elementsOn(server, ann.documentId)).map(({ type }) => type))
    .toEqual(['rectangle']);
  const tool = bob.page.getByRole('button', { name: 'Sticky note' });
  // A tap that comes a moment after a stroke isn't always one to the browser.
  await expect(async () => {
    await tool.tap();
    await expect(tool).toHaveAttribute('aria-pressed', 'true', { timeout: 2_000 });
  }).toPass();
  await bob.touch([200, 560], [200, 560]);
  await expect(bob.page.locator('textarea.excalidraw-wysiwyg')).toBeFocused();
  await bob.page.keyboard.type('by thumb');
  await bob.page.keyboard.press('Escape');
  await expect
    .poll(async () =>
      (await elementsOn(server, ann.documentId)).flatMap((each) => (each.type === 'text' ? [each.originalText] : [])),
    )
    .toEqual(['by thumb']);
  await bob.expectSaved();
  // On a screen of another shape the picture is another: that something is there is what can be seen of it.
  await expect.poll(async () => (await ann.looks()).some((value) => value < 250)).toBe(true);
});

import { expectAccessible } from '../harness/axe.ts';
import { BoardWindow, elementsOn, expectSameLook, oneOn, typesOn } from '../harness/board-window.ts';
import { expect, test } from '../harness/browser.ts';

test('what is drawn, written, tied, arranged and undone in one window is seen in the other, and nothing is asked of another host', async ({
  windows,
  server,
}) => {
  test.setTimeout(240_000);
  const ann = await BoardWindow.create(windows);
  const asked: string[] = [];
  ann.page.on('request', (request) => asked.push(request.url()));
  const ben = await ann.shareWith(windows);
  ben.page.on('request', (request) => asked.push(request.url()));

  // Drawn in both, written, and an arrow from the one to the other.
  await ann.draw('r', [300, 200], [460, 300]);
  await ben.draw('o', [600, 420], [760, 520]);
  await expect.poll(() => typesOn(server, ann)).toEqual(['ellipse', 'rectangle']);
  await ann.draw('a', [464, 260], [620, 440]);
  await ann.page.keyboard.press('t');
  await ann.click([340, 420]);
  await ann.page.keyboard.type('words, 汉字和更多的汉字');
  await ann.page.keyboard.press('Escape');
  await ben.draw('p', [820, 200], [900, 300]);
  await ann.expectSaved();
  await ben.expectSaved();
  const [rectangle, ellipse] = [await oneOn(server, ann, 'rectangle'), await oneOn(server, ann, 'ellipse')];
  await expect
    .poll(async () => {
      const arrow = await oneOn(server, ann, 'arrow');
      return arrow.type === 'arrow' && [arrow.startBinding?.elementId, arrow.endBinding?.elementId];
    })
    .toEqual([rectangle.id, ellipse.id]);

  // As wide as in the font that came as it was written: else the end would be cut off.
  const wide = await ann.page.evaluate(async () => {
    const font = '20px Excalifont, Xiaolai';
    await document.fonts.load(font, 'words, 汉字和更多的汉字');
    const context = document.createElement('canvas').getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.font = font;
    return context.measureText('words, 汉字和更多的汉字').width;
  });
  await expect.poll(async () => Math.abs((await oneOn(server, ann, 'text')).width - wide)).toBeLessThan(2);

  // Moved by the mouse, at its edge: the arrow stays on it. And brought before all others.
  await ann.page.keyboard.press('Escape');
  await ann.drag([300, 230], [240, 270]);
  await expect.poll(async () => (await oneOn(server, ann, 'rectangle')).x).toBe(rectangle.x - 60);
  await ann.page.keyboard.press('ControlOrMeta+Shift+BracketRight');
  await expect
    .poll(async () => {
      const all = await elementsOn(server, ann.documentId);
      return all
        .map(({ index, id }) => `${index} ${id}`)
        .sort()
        .at(-1)
        ?.endsWith(rectangle.id);
    })
    .toBe(true);
  const arrow = await oneOn(server, ann, 'arrow');
  expect(arrow.type === 'arrow' && arrow.startBinding?.elementId).toBe(rectangle.id);

  // Undo takes back one's own, not the other's.
  const front = (await oneOn(server, ann, 'rectangle')).index;
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await oneOn(server, ann, 'rectangle')).index).not.toBe(front);
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await oneOn(server, ann, 'rectangle')).x).toBe(rectangle.x);
  await ann.page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(async () => (await oneOn(server, ann, 'rectangle')).x).toBe(rectangle.x - 60);
  expect(await typesOn(server, ann)).toEqual(['arrow', 'ellipse', 'freedraw', 'rectangle', 'text']);
  await expectSameLook(ann, ben);

  // All of it grouped, coloured, locked; then let go again.
  const every = async (key: 'groupIds' | 'locked' | 'backgroundColor') =>
    new Set((await elementsOn(server, ann.documentId)).map((each) => JSON.stringify(each[key])));
  await ann.page.keyboard.press('ControlOrMeta+a');
  await ann.page.keyboard.press('ControlOrMeta+g');
  await expect.poll(async () => (await every('groupIds')).size).toBe(1);
  await ann.page.keyboard.press('ControlOrMeta+Shift+g');
  await expect.poll(() => every('groupIds')).toEqual(new Set(['[]']));
  await ann.page.getByTestId('color-top-pick-#b2f2bb').click();
  await expect.poll(() => every('backgroundColor')).toContain('"#b2f2bb"');
  await ann.page.keyboard.press('ControlOrMeta+Shift+l');
  await expect.poll(() => every('locked')).toEqual(new Set(['true']));
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => every('locked')).toEqual(new Set(['false']));
  await expectSameLook(ann, ben);

  // A laser is seen while it is held, and no longer than that; nothing of it is stored.
  const trail = ben.board.locator('.SVGLayer path');
  await ann.page.keyboard.press('k');
  await ann.hover([500, 200]);
  await ann.page.mouse.down();
  await expect
    .poll(async () => {
      await ann.page.mouse.move(600 + Math.random() * 200, 300 + Math.random() * 100, { steps: 4 });
      return trail.evaluateAll((paths) => paths.some((path) => (path.getAttribute('d') ?? '').length > 0));
    })
    .toBe(true);
  await ann.page.mouse.up();
  await ann.page.keyboard.press('v');
  expect(await typesOn(server, ann)).toEqual(['arrow', 'ellipse', 'freedraw', 'rectangle', 'text']);

  // Who comes later sees the same.
  const cyd = await ann.shareWith(windows);
  await expectSameLook(ann, cyd);
  const own = new URL(ann.page.url()).host;
  expect(asked.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== own)).toEqual([]);
  // With all that can be said of what is selected.
  await ann.page.keyboard.press('ControlOrMeta+a');
  await expect(ann.page.getByTestId('font-family-show-fonts')).toBeVisible();
  for (const size of [
    { width: 1280, height: 800 },
    { width: 390, height: 780 },
  ]) {
    await ann.page.setViewportSize(size);
    await expectAccessible(ann.page);
  }
});

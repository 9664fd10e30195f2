import { dragTo, gripOf, outlineOf } from '../harness/blocks.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

/** Paragraphs alpha, beta and gamma. */
const writeThree = async (window: DocumentWindow): Promise<void> => {
  await window.typeAtEnd('alpha\nbeta\ngamma');
};

/** A paragraph, and a list of one, two with inner in it, and three. */
const writeList = async (window: DocumentWindow): Promise<void> => {
  const { keyboard } = window.page;
  await window.typeAtEnd('above\n- one\ntwo\n');
  await keyboard.press('Tab');
  await keyboard.type('inner\n');
  await keyboard.press('Shift+Tab');
  await keyboard.type('three');
};

test('a block dragged by its grip goes where the line shows, in a second window too, and back by one undo', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await writeThree(ann);
  await dragTo(ann, 'gamma', { on: 'alpha', side: 'above' });
  await ann.page.mouse.up();
  for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['gamma', 'alpha', 'beta']);
  await ann.page.keyboard.press('ControlOrMeta+z');
  for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['alpha', 'beta', 'gamma']);
});

test('an item moves with what is nested in it, as deep as the drag goes to the right', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await writeList(ann);
  await dragTo(ann, 'two', { on: 'one', side: 'above' });
  await ann.page.mouse.up();
  for (const each of [ann, ben]) {
    await expect.poll(() => outlineOf(each)).toEqual(['above', '- two', '  - inner', '- one', '- three']);
  }
  await dragTo(ann, 'three', { on: 'one', side: 'below', right: 30 });
  await ann.page.mouse.up();
  for (const each of [ann, ben]) {
    await expect.poll(() => outlineOf(each)).toEqual(['above', '- two', '  - inner', '- one', '  - three']);
  }
  await dragTo(ann, 'above', { on: 'inner', side: 'above' });
  await ann.page.mouse.up();
  // A paragraph can't stand within an item: it goes below it.
  for (const each of [ann, ben]) {
    await expect.poll(() => outlineOf(each)).toEqual(['- two', '  - inner', 'above', '- one', '  - three']);
  }
  await expectConverged([ann, ben]);
});

test('a block goes into a callout and out again', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('alpha\nbeta\n/callout');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('within');
  // The callout is whatever of the text's own blocks holds the word, and isn't the word's own.
  const callout = (window: DocumentWindow) => window.text.locator(':scope > *', { hasText: 'within' });
  await dragTo(ann, 'alpha', { on: 'within', side: 'below' });
  await ann.page.mouse.up();
  for (const each of [ann, ben]) await expect(callout(each)).toContainText('alpha');
  await dragTo(ann, 'within', { on: 'beta', side: 'above' });
  await ann.page.mouse.up();
  for (const { text } of [ann, ben]) await expect(text.locator(':scope > p').first()).toHaveText('within');
  await expectConverged([ann, ben]);
});

test('what another types in a block while it is held stays in it wherever it goes', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await writeThree(ann);
  await expect(ben.text).toContainText('gamma');
  await ben.text.getByText('gamma').click();
  await ben.page.keyboard.press('End');
  await dragTo(ann, 'gamma', { on: 'alpha', side: 'above' });
  await ben.page.keyboard.type(' and more');
  await expect(ann.text).toContainText('gamma and more');
  await ben.page.keyboard.type(', much');
  await ann.page.mouse.up();
  await ben.page.keyboard.type(' more');
  for (const each of [ann, ben]) {
    await expect.poll(() => outlineOf(each)).toEqual(['gamma and more, much more', 'alpha', 'beta']);
  }
  await expectConverged([ann, ben]);
});

test('a block that two people drag at once is there once, and whole', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await writeThree(ann);
  await expect(ben.text).toContainText('gamma');
  await dragTo(ann, 'gamma', { on: 'alpha', side: 'above' });
  await dragTo(ben, 'gamma', { on: 'beta', side: 'above' });
  await Promise.all([ann.page.mouse.up(), ben.page.mouse.up()]);
  await expect.poll(async () => (await outlineOf(ann)).indexOf('gamma')).not.toBe(2);
  await expectConverged([ann, ben]);
  expect((await outlineOf(ann)).toSorted()).toEqual(['alpha', 'beta', 'gamma']);
});

test('a block that another removes while it is held is gone, and nothing else is', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await writeThree(ann);
  await expect(ben.text).toContainText('gamma');
  await dragTo(ann, 'gamma', { on: 'alpha', side: 'above' });
  await ben.text.getByText('gamma').click();
  await ben.page.keyboard.press('Escape');
  await ben.page.keyboard.press('Delete');
  await expect.poll(() => outlineOf(ann)).toEqual(['alpha', 'beta']);
  await ann.page.mouse.up();
  await ann.typeAtEnd('!');
  for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['alpha', 'beta!']);
});

test('Escape lets go, and the block is where it was', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await writeThree(ann);
  await dragTo(ann, 'gamma', { on: 'alpha', side: 'above' });
  await ann.page.keyboard.press('Escape');
  await expect(ann.page.getByTestId('drop-line')).toBeHidden();
  await ann.page.mouse.up();
  expect(await outlineOf(ann)).toEqual(['alpha', 'beta', 'gamma']);
  await expect(ann.page.getByRole('menu')).toBeHidden();
});

test('several selected blocks are dragged together', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await writeThree(ann);
  await ann.page.keyboard.press('Escape');
  await ann.page.keyboard.press('Shift+ArrowUp');
  await dragTo(ann, 'gamma', { on: 'alpha', side: 'above' });
  await ann.page.mouse.up();
  for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['beta', 'gamma', 'alpha']);
});

test('Alt, Shift and arrows move the block at the caret, and say where it went', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await writeList(ann);
  await ann.page.keyboard.press('Alt+Shift+ArrowUp');
  for (const each of [ann, ben]) {
    await expect.poll(() => outlineOf(each)).toEqual(['above', '- one', '- three', '- two', '  - inner']);
  }
  await expect(ann.page.getByText('Moved to place 3 of 5')).toBeAttached();
  await ann.page.keyboard.type('!');
  await expect(ben.text).toContainText('three!');
  await ann.page.keyboard.press('Alt+Shift+ArrowDown');
  for (const each of [ann, ben]) {
    await expect.poll(() => outlineOf(each)).toEqual(['above', '- one', '- two', '  - inner', '- three!']);
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true });

  test('a finger drags the block at the caret by its grip', async ({ windows }) => {
    const ann = await DocumentWindow.create(windows);
    const ben = await ann.shareWith(windows);
    await ann.text.tap();
    await writeThree(ann);
    const from = await ann.page.getByRole('button', { name: 'Block menu' }).boundingBox();
    const target = await ann.text.getByText('alpha').boundingBox();
    if (from === null || target === null) throw new Error('nothing to drag');
    expect(Math.min(from.width, from.height)).toBeGreaterThanOrEqual(40);
    const touch = await ann.page.context().newCDPSession(ann.page);
    const at = (x: number, y: number) => ({ touchPoints: [{ x, y }] });
    const x = from.x + 12;
    const y = from.y + from.height / 2;
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(x, y) });
    for (let step = 1; step <= 6; step++) {
      const next = y + ((target.y + 2 - y) * step) / 6;
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(x, next) });
    }
    await expect(ann.page.getByTestId('drop-line')).toBeVisible();
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    for (const each of [ann, ben]) await expect.poll(() => outlineOf(each)).toEqual(['gamma', 'alpha', 'beta']);
  });
});

test('near the edge the page scrolls along', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd(`first\n${'line\n'.repeat(40)}last`);
  await ann.text.getByText('last').scrollIntoViewIfNeeded();
  const box = await (await gripOf(ann, 'last')).boundingBox();
  if (box === null) throw new Error('nothing to drag');
  await ann.page.mouse.move(box.x + 8, box.y + 8);
  await ann.page.mouse.down();
  await ann.page.mouse.move(box.x + 8, 120, { steps: 4 });
  await expect.poll(() => ann.page.evaluate(() => scrollY)).toBe(0);
  const first = await ann.text.getByText('first').boundingBox();
  await ann.page.mouse.move(box.x + 8, (first?.y ?? 0) + 2);
  await ann.page.mouse.up();
  await expect.poll(async () => (await outlineOf(ann)).slice(0, 2)).toEqual(['last', 'first']);
});

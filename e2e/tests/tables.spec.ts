import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

/** The rows of the table, cells between bars. */
const gridOf = (text: Locator): Promise<string[]> =>
  text.evaluate((root) =>
    [...root.querySelectorAll('tr')].map((row) =>
      [...row.children]
        .map((cell) => (cell instanceof HTMLElement ? cell.innerText.trim().replace(/\n+/g, ' ') : ''))
        .join('|'),
    ),
  );

const expectGrid = async (windows: readonly DocumentWindow[], rows: readonly string[]): Promise<void> => {
  for (const { text } of windows) await expect.poll(() => gridOf(text)).toEqual(rows);
};

const cellOf = (text: Locator, row: number, column: number): Locator =>
  text.locator('tr').nth(row).locator('td, th').nth(column);

/** A table by the toolbar, of two rows and three columns, with `a1` to `c2` in it. */
const withTable = async (ann: DocumentWindow): Promise<void> => {
  await ann.typeAtEnd('above');
  await ann.page.keyboard.press('Enter');
  await insertTable(ann, 2, 3);
  for (const [i, word] of ['a1', 'b1', 'c1', 'a2', 'b2', 'c2'].entries()) {
    if (i > 0) await ann.page.keyboard.press('Tab');
    await ann.page.keyboard.type(word);
  }
};

const insertTable = async (ann: DocumentWindow, rows: number, columns: number): Promise<void> => {
  await ann.page.keyboard.type('/table');
  await ann.page.getByRole('option', { name: 'Table', exact: true }).click();
  const size = ann.page.getByRole('button', { name: /^Insert table of/ });
  await size.locator(`[data-row="${rows}"][data-column="${columns}"]`).click();
  await expect(ann.text.locator('tr')).toHaveCount(rows);
};

const choose = async (page: Page, handle: string | RegExp, item: string): Promise<void> => {
  await page.getByRole('button', { name: handle, exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

test('a table is made by the slash menu, its cells are travelled by Tab, and the last one leads to a new row', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withTable(ann);
  await expectGrid([ann, ben], ['a1|b1|c1', 'a2|b2|c2']);
  await expect(ben.text.getByRole('columnheader')).toHaveText(['a1', 'b1', 'c1']);
  await ann.page.keyboard.press('Tab');
  await ann.page.keyboard.type('a3');
  await ann.page.keyboard.press('Shift+Tab');
  await ann.page.keyboard.type('!');
  await expectGrid([ann, ben], ['a1|b1|c1', 'a2|b2|c2!', 'a3||']);
  await expectConverged([ann, ben]);
});

test('rows and columns are inserted, moved and deleted by the menus at the edges, each in one step of undo', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withTable(ann);
  const undo = ann.toolbar.getByRole('button', { name: 'Undo' });
  const begun = ['a1|b1|c1', 'a2|b2|c2'];
  await expectGrid([ann, ben], begun);
  const steps: readonly [string, string, string[]][] = [
    ['Row 2', 'Insert row above', ['a1|b1|c1', '||', 'a2|b2|c2']],
    ['Row 2', 'Insert row below', ['a1|b1|c1', 'a2|b2|c2', '||']],
    ['Row 2', 'Move up', ['a2|b2|c2', 'a1|b1|c1']],
    ['Row 2', 'Delete row', ['a1|b1|c1']],
    ['Column 3', 'Insert column left', ['a1|b1||c1', 'a2|b2||c2']],
    ['Column 3', 'Insert column right', ['a1|b1|c1|', 'a2|b2|c2|']],
    ['Column 3', 'Move left', ['a1|c1|b1', 'a2|c2|b2']],
    ['Column 3', 'Delete column', ['a1|b1', 'a2|b2']],
  ];
  for (const [handle, item, rows] of steps) {
    await cellOf(ann.text, 1, 2).click();
    await choose(ann.page, handle, item);
    await expectGrid([ann, ben], rows);
    await undo.click();
    await expectGrid([ann, ben], begun);
  }
});

test('two people change the columns and rows of one table at once, and write in it', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withTable(ann);
  await expectGrid([ann, ben], ['a1|b1|c1', 'a2|b2|c2']);
  await ann.expectSaved();
  windows.expectOutage();
  await ann.window.context.setOffline(true);
  await cellOf(ann.text, 1, 2).click();
  await choose(ann.page, 'Column 3', 'Insert column right');
  await ann.page.keyboard.type('ann');
  await expectGrid([ann], ['a1|b1|c1|', 'a2|b2|c2|ann']);
  await cellOf(ben.text, 1, 0).click();
  await choose(ben.page, 'Row 2', 'Insert row below');
  await ben.page.keyboard.type('ben');
  await expectGrid([ben], ['a1|b1|c1', 'a2|b2|c2', 'ben||']);
  await ann.window.context.setOffline(false);
  await expectGrid([ann, ben], ['a1|b1|c1|', 'a2|b2|c2|ann', 'ben|||']);
  await cellOf(ben.text, 2, 3).click();
  await ben.page.keyboard.type('corner');
  await expectGrid([ann, ben], ['a1|b1|c1|', 'a2|b2|c2|ann', 'ben|||corner']);
  await expectConverged([ann, ben]);
});

test('cells are selected by dragging, merged, coloured, and split again', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withTable(ann);
  await expectGrid([ben], ['a1|b1|c1', 'a2|b2|c2']);
  await cellOf(ann.text, 0, 0).hover();
  await ann.page.mouse.down();
  await cellOf(ann.text, 1, 1).hover();
  await ann.page.mouse.up();
  // Ben sees which, in Ann's colour, as one box.
  const corners = await Promise.all([cellOf(ben.text, 0, 0), cellOf(ben.text, 1, 1)].map((cell) => cell.boundingBox()));
  const [first, last] = corners;
  if (!first || !last) throw new Error('the cells are not there');
  const around = { left: first.x, top: first.y, right: last.x + last.width, bottom: last.y + last.height };
  const marks = ben.text.locator('xpath=following-sibling::div').locator('> span');
  await expect
    .poll(() =>
      marks.evaluateAll((all, wanted) => {
        const sides = ['left', 'top', 'right', 'bottom'] as const;
        return all.some((each) =>
          sides.every((side) => Math.abs(each.getBoundingClientRect()[side] - wanted[side]) < 2),
        );
      }, around),
    )
    .toBe(true);
  await choose(ann.page, '4 cells and table', 'Merge cells');
  await expectGrid([ann, ben], ['a1 b1 a2 b2|c1', 'c2']);
  await expect(cellOf(ben.text, 0, 0)).toHaveAttribute('colspan', '2');
  await expect(cellOf(ben.text, 0, 0)).toHaveAttribute('rowspan', '2');
  await ann.page
    .getByRole('button', { name: 'Cell and table' })
    .or(ann.page.getByRole('button', { name: '4 cells and table' }))
    .click();
  await ann.page.getByRole('menuitemradio', { name: 'Green' }).click();
  await expect(cellOf(ben.text, 0, 0)).toHaveAttribute('data-color', 'green');
  await choose(ann.page, /cells? and table$/i, 'Split cell');
  await expectGrid([ann, ben], ['a1|b1|c1', 'a2|b2|c2']);
  await expectConverged([ann, ben]);
});

test('a column is as wide as its line is dragged to, for everybody', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withTable(ann);
  const box = await cellOf(ann.text, 0, 0).boundingBox();
  if (box === null) throw new Error('the cell is not there');
  await ann.page.mouse.move(box.x + box.width - 3, box.y + box.height - 5);
  await ann.page.mouse.move(box.x + box.width - 2, box.y + box.height - 5);
  await expect(ann.page.getByTestId('column-resizer')).toBeVisible();
  await ann.page.mouse.down();
  await ann.page.mouse.move(box.x + box.width - 82, box.y + box.height - 5, { steps: 4 });
  await ann.page.mouse.up();
  for (const { text } of [ann, ben]) {
    await expect
      .poll(async () => Math.round((await cellOf(text, 0, 0).boundingBox())?.width ?? 0))
      .toBeLessThan(box.width - 70);
  }
  await ann.toolbar.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(async () => Math.round((await cellOf(ben.text, 0, 0).boundingBox())?.width ?? 0))
    .toBe(Math.round(box.width));
});

test('a table from a spreadsheet fills cells, and makes room; one from a page becomes a table', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withTable(ann);
  await cellOf(ann.text, 1, 2).click();
  const sheet =
    '<google-sheets-html-origin><table><tbody><tr><td style="background-color:#ffff00">1</td><td>2</td></tr><tr><td colspan="2">3</td></tr></tbody></table></google-sheets-html-origin>';
  await paste(ann, sheet);
  await expectGrid([ann, ben], ['a1|b1|c1|', 'a2|b2|1|2', '||3|']);
  await ann.text.focus();
  await ann.page.keyboard.press('ControlOrMeta+Home');
  await ann.page.keyboard.press('End');
  await ann.page.keyboard.press('Enter');
  await paste(
    ann,
    '<table><thead><tr><th>x</th><th>y</th></tr></thead><tbody><tr><td rowspan="2">1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table>',
  );
  for (const { text } of [ann, ben])
    await expect.poll(async () => (await gridOf(text)).slice(0, 3)).toEqual(['x|y', '1|2', '3']);
  await expectConverged([ann, ben]);
});

test('a wide table scrolls within itself, and the page does not', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.page.setViewportSize({ width: 390, height: 780 });
  await ann.text.focus();
  await insertTable(ann, 2, 8);
  const overflow = await ann.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  const inner = await ann.text
    .locator('table')
    .evaluate((table) => (table.parentElement?.scrollWidth ?? 0) - (table.parentElement?.clientWidth ?? 0));
  expect(inner).toBeGreaterThan(200);
});

test('the table is deleted by its menu, and comes back', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await withTable(ann);
  await choose(ann.page, 'Cell and table', 'Delete table');
  for (const { text } of [ann, ben]) await expect(text.locator('table')).toHaveCount(0);
  await ann.toolbar.getByRole('button', { name: 'Undo' }).click();
  await expectGrid([ann, ben], ['a1|b1|c1', 'a2|b2|c2']);
});

test('keys choose the size, travel between cells, select them, and lead out of the table above and below', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const { page, text } = ann;
  await text.focus();
  await page.keyboard.type('/table');
  await page.getByRole('option', { name: 'Table', exact: true }).click();
  await page.getByRole('button', { name: 'Insert table of 3 × 3' }).press('ArrowLeft');
  await page.getByRole('button', { name: 'Insert table of 3 × 2' }).press('Enter');
  await expect(text.locator('tr')).toHaveCount(3);
  for (const key of ['A', 'ArrowRight', 'B', 'ArrowDown', 'C', 'Enter', 'D', 'ArrowDown'])
    await page.keyboard.press(key);
  await expectGrid([ann], ['A|B', '|C D', '|']);
  // First the cell as a whole, then the one above it.
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByRole('button', { name: '2 cells and table' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Cell and table' })).toBeVisible();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.type('below');
  await page.keyboard.press('ControlOrMeta+Home');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.type('above');
  await expect(text.locator('> p')).toHaveText(['above', 'below']);
});

test('axe finds nothing serious in tables and their menus', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await withTable(ann);
  await expectAccessible(ann.page);
  await ann.page.getByRole('button', { name: 'Cell and table' }).click();
  await expectAccessible(ann.page);
});

const paste = (window: DocumentWindow, html: string): Promise<void> =>
  window.text.evaluate((root, markup) => {
    const data = new DataTransfer();
    data.setData('text/html', markup);
    root.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, html);

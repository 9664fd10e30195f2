import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

test('a block goes into the item above by Tab, stays in it through its changes, and comes out again', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('1. first');
  const press = (key: string) => ann.page.keyboard.press(key);
  await press('Enter');
  await press('Enter');
  await press('Tab');
  await ann.page.keyboard.type('more of it');
  const inset = ({ text }: DocumentWindow) => text.locator('[data-inset]');
  await expect(inset(ben)).toHaveText(['more of it']);
  // As far in as the words of the item.
  const left = (text: string) =>
    ben.text.getByText(text).evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect().left;
    });
  expect(Math.abs((await left('more of it')) - (await left('first')))).toBeLessThan(3);
  await press('Enter');
  await ann.page.keyboard.type('```js ');
  await ann.page.keyboard.type('code()');
  for (const each of [ann, ben]) {
    await expect
      .poll(() => each.blocks())
      .toEqual([
        ['ol', 'first'],
        ['p', 'more of it'],
        ['code', 'code()'],
      ]);
    await expect(inset(each)).toHaveText(['more of it', 'code()']);
  }
  // The item takes along what stands in it.
  await ann.text.getByText('first').click();
  await press('Escape');
  await press('Alt+Shift+ArrowDown');
  await expectConverged([ann, ben]);
  await ann.text.getByText('more of it').click();
  await press('Home');
  await press('Shift+Tab');
  await expect(inset(ben)).toHaveText(['code()']);
  await ann.toolbar.getByRole('button', { name: 'Undo' }).click();
  await expect(inset(ben)).toHaveText(['more of it', 'code()']);
  await ann.text.getByText('more of it').click();
  await press('Home');
  await press('Backspace');
  await expect(inset(ben)).toHaveText(['code()']);
  await expectConverged([ann, ben]);
});

test('behind a block of an item the numbers go on, whatever comes before', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  const press = (key: string) => ann.page.keyboard.press(key);
  await ann.typeAtEnd('1. first');
  await press('Enter');
  await ann.page.keyboard.type('second');
  await press('Enter');
  await press('Enter');
  await press('Tab');
  await ann.page.keyboard.type('of the second');
  await press('Enter');
  await press('Enter');
  await ann.page.keyboard.type('1. third');
  const starts = ({ text }: DocumentWindow) =>
    text.locator('ol').evaluateAll((lists) => lists.map((list) => (list as HTMLOListElement).start));
  for (const each of [ann, ben]) await expect.poll(() => starts(each)).toEqual([1, 3]);
  await ben.text.getByText('first').click();
  await ben.page.keyboard.press('End');
  await ben.page.keyboard.press('Enter');
  await ben.page.keyboard.type('between');
  for (const each of [ann, ben]) await expect.poll(() => starts(each)).toEqual([1, 4]);
  await expectConverged([ann, ben]);
});

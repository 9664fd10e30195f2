import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

test.use({ serviceWorkers: 'allow' });

const count = (text: string, letter: string): number => text.split(letter).length - 1;

test('two windows that type at once, in one paragraph, keep every letter and converge', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('The middle.');
  const ben = await ann.shareWith(windows);
  await expect(ben.text).toContainText('The middle.');
  await Promise.all([ann.typeAtStart('@'.repeat(60), 10), ben.typeAtEnd('#'.repeat(60), 10)]);
  await expectConverged([ann, ben]);
  const text = (await ann.blocks()).map(([, words]) => words).join('\n');
  expect([count(text, '@'), count(text, '#')]).toEqual([60, 60]);
  expect(text).toContain('The middle.');
});

test('three windows that type lines at once converge, and a fourth opens the same', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('ann\nben\ncleo');
  const ben = await ann.shareWith(windows);
  const cleo = await ann.shareWith(windows);
  await expect(cleo.text).toContainText('cleo');
  await Promise.all(
    [ann, ben, cleo].map(async (person, index) => {
      await person.text.getByText(['ann', 'ben', 'cleo'][index] ?? '').click();
      await person.page.keyboard.press('End');
      for (let line = 0; line < 5; line++) {
        await person.page.keyboard.type(`\n${'@#%'.charAt(index).repeat(8)}`, { delay: 10 });
      }
    }),
  );
  await expectConverged([ann, ben, cleo]);
  const lines = (name: string, letter: string) => [name, ...Array.from({ length: 5 }, () => letter.repeat(8))];
  const expected = [...lines('ann', '@'), ...lines('ben', '#'), ...lines('cleo', '%')];
  expect((await ann.blocks()).map(([, words]) => words)).toEqual(expected);
  for (const person of [ann, ben, cleo]) await person.expectSaved();
  await expectConverged([ann, await ann.shareWith(windows)]);
});

test('a reload shows the text again, exactly', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('# Plans\nfirst\nsecond');
  await ann.expectSaved();
  const before = await ann.markup();
  await ann.page.reload();
  await expect.poll(() => ann.markup()).toBe(before);
});

test('undo takes back one’s own words and leaves the others’', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('one ');
  const ben = await ann.shareWith(windows);
  await expect(ben.text).toContainText('one');
  await ben.typeAtEnd('two ');
  await expect(ann.text).toContainText('two');
  await ann.typeAtEnd('three');
  await expect(ben.text).toContainText('three');
  await ann.repeat('Undo');
  for (const { text } of [ann, ben]) await expect(text).toHaveText('two ');
  await ann.repeat('Redo');
  for (const { text } of [ann, ben]) await expect(text).toHaveText('one two three');
  await ben.repeat('Undo');
  for (const { text } of [ann, ben]) await expect(text).toHaveText('one three');
});

test('everybody here has an avatar, and a closed tab vanishes from them at once', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await expect(ann.people).toHaveAccessibleName('1 person here');
  const ben = await ann.shareWith(windows);
  const cleo = await ann.shareWith(windows);
  for (const person of [ann, ben, cleo]) await expect(person.people).toHaveAccessibleName('3 people here');
  await ben.page.close();
  await expect(ann.people).toHaveAccessibleName('2 people here', { timeout: 2_000 });
  await cleo.page.getByRole('link', { name: 'All documents' }).click();
  await expect(ann.people).toHaveAccessibleName('1 person here', { timeout: 2_000 });
});

test('a title is everybody’s as soon as it is typed, and Home’s', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.title.fill('Minutes of May');
  await expect(ben.title).toHaveValue('Minutes of May');
  await ben.page.getByRole('link', { name: 'All documents' }).click();
  await expect(ben.page.getByRole('link', { name: 'Minutes of May' })).toBeVisible();
});

test('others’ carets show their names', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.people.click();
  await ann.page.getByRole('textbox', { name: 'Your name' }).fill('Ann Example');
  await ann.page.keyboard.press('Escape');
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('here I am');
  await expect(ben.text).toContainText('here I am');
  await expect(ben.page.getByText('Ann Example', { exact: true })).toBeVisible();
});

test('an address of no document says so, and leads home', async ({ windows }) => {
  const { page } = await windows.open('/d/never-made', /status of 404/);
  await expect(page.getByRole('heading', { name: 'There is no document here' })).toBeVisible();
  await page.getByRole('link', { name: 'All documents' }).click();
  await expect(page.getByRole('heading', { name: 'Start something together' })).toBeVisible();
});

test('a document deleted while others have it open tells them, and is theirs again when restored', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Shared');
  await ann.typeAtEnd('still here');
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  await ann.page.getByRole('button', { name: 'Document menu' }).click();
  await ann.page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(ben.page.getByText(/trash/).first()).toBeVisible();
  await ann.page.getByRole('button', { name: 'Undo' }).click();
  await expect(ann.page.getByText('“Shared” is back').first()).toBeVisible();
  await ann.page.getByRole('link', { name: 'Shared' }).click();
  await expect(ann.text).toContainText('still here');
});

test('what others do to a document from elsewhere reaches those who have it open', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('still mine');
  await ann.expectSaved();
  const call = `/api${new URL(ann.page.url()).pathname.replace('/d/', '/documents/')}`;
  const { request } = ann.page;
  const origin = new URL(ann.page.url()).origin;
  await request.patch(origin + call, { data: { title: 'Renamed from Home' } });
  await expect(ann.title).toHaveValue('Renamed from Home');
  await request.delete(origin + call);
  await expect(ann.page.getByTestId('connection-banner')).toBeVisible();
  await request.post(`${origin}${call}/restore`);
  await expect(ann.page.getByTestId('connection-banner')).toBeHidden({ timeout: 20_000 });
  await ann.expectSaved();
  await ann.typeAtEnd(', again');
  await expect(ann.text).toHaveText('still mine, again');
});

test('one’s caret goes with its text when another splits the paragraph', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('first half, second half');
  await expect(ben.text).toHaveText('first half, second half');
  await ben.text.click();
  await ben.page.keyboard.press('ControlOrMeta+End');
  await ann.page.keyboard.press('Home');
  for (let step = 0; step < 12; step++) await ann.page.keyboard.press('ArrowRight', { delay: 20 });
  await ann.page.keyboard.press('Enter');
  await expect(ben.text.locator('p')).toHaveCount(2);
  await ben.page.keyboard.type(' grows');
  await expect(ann.text.locator('p').last()).toHaveText('second half grows');
});

test('a pause behind a space in the title leaves the space', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.title.pressSequentially('Two ');
  await expect(ben.title).toHaveValue('Two');
  await ann.expectSaved();
  await ann.title.pressSequentially('words');
  await expect(ben.title).toHaveValue('Two words');
  await ann.title.press('Space');
  await ann.title.blur();
  await expect(ann.title).toHaveValue('Two words');
});

test('a title that comes at a busy moment is sent again by itself', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  let refusals = 0;
  await ann.page.route('**/api/documents/*', async (route) => {
    if (route.request().method() !== 'PATCH' || refusals > 0) return route.fallback();
    refusals++;
    return route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: { detail: 'Too many calls' } });
  });
  windows.allow(/status of 429/);
  await ann.title.fill('Rush hour');
  await expect(ben.title).toHaveValue('Rush hour');
  expect(refusals).toBe(1);
  await ann.expectSaved();
});

test('of two titles typed at once the last stays, and its writer is told of the other', { tag: '@more' }, async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Draft');
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  await expect(ben.title).toHaveValue('Draft');
  // Ann goes on typing, so that hers isn't saved before Ben's has come.
  const typing = ann.title.pressSequentially(' of a very long title that takes its time', { delay: 150 });
  await ben.title.fill('Plans of Ben');
  await ben.title.blur();
  await expect(ann.page.getByText('Meanwhile somebody else named it “Plans of Ben”.')).toBeVisible();
  await typing;
  await ann.title.blur();
  for (const { title } of [ann, ben]) await expect(title).toHaveValue('Draft of a very long title that takes its time');
  await ann.page.getByRole('button', { name: 'Take that title' }).click();
  for (const { title } of [ann, ben]) await expect(title).toHaveValue('Plans of Ben');
});

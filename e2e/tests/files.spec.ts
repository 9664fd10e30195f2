import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';
import { chooseFiles, dropOn, pasteInto, type TestFile, textFile } from '../harness/files.ts';

const insert = (window: DocumentWindow, files: readonly TestFile[]): Promise<void> =>
  chooseFiles(window.page, () => window.press('File'), files);

const fileIn = ({ text }: DocumentWindow, name: string): Locator => text.getByRole('group', { name: `File ${name}` });

test('a chosen file is downloaded in a second window, with its name and to the letter', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('minutes');
  await insert(ann, [textFile('Протокол “6”, №1.txt', 'Всё решено.')]);
  await ann.expectSaved();
  const file = fileIn(ben, 'Протокол “6”, №1.txt');
  await expect(file).toContainText('20 bytes');
  const [download] = await Promise.all([
    ben.page.waitForEvent('download'),
    file.getByRole('link', { name: /^Download/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Протокол “6”, №1.txt');
  expect(await readFile(await download.path(), 'utf8')).toBe('Всё решено.');
});

test('files are pasted and dropped, also beside a picture, and deleted with a way back', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('above\nbelow');
  await pasteInto(ann.text, { files: [textFile('one.txt', '1'), textFile('two.txt', '2')] });
  await dropOn(ann.text.getByText('above'), { files: [textFile('three.txt', '3')] }, { x: 0.4, y: 0.9 });
  for (const name of ['one.txt', 'two.txt', 'three.txt']) await expect(fileIn(ben, name)).toBeVisible();
  await ann.expectSaved();
  const order = () =>
    ben.text.getByRole('group').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
  expect(await order()).toEqual(['File three.txt', 'File one.txt', 'File two.txt']);
  await fileIn(ann, 'one.txt').getByRole('button', { name: 'Delete' }).click();
  await expect(fileIn(ben, 'one.txt')).toHaveCount(0);
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect(fileIn(ben, 'one.txt')).toBeVisible();
});

test('a page that pretends to be a text runs nowhere', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const page = '<!doctype html><script>document.title = "owned"</script>';
  await insert(ann, [{ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(page) }]);
  await ann.expectSaved();
  const stored = await fileIn(ann, 'page.html').getByRole('link').getAttribute('href');
  const response = await ann.page.request.get(stored ?? '');
  expect(response.headers()['content-disposition']).toMatch(/^attachment/);
  expect(response.headers()['content-type']).toBe('application/octet-stream');
});

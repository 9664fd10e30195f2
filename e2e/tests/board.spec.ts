import { BoardWindow, expectSameLook } from '../harness/board-window.ts';
import { expect, test } from '../harness/browser.ts';

test('what is drawn in one window is seen in the other, and nothing is asked of another host', async ({ windows }) => {
  const ann = await BoardWindow.create(windows);
  const foreign: string[] = [];
  ann.page.on('request', (request) => foreign.push(request.url()));
  const ben = await ann.shareWith(windows);
  ben.page.on('request', (request) => foreign.push(request.url()));
  await ann.draw('r', [300, 200], [500, 320]);
  await ann.draw('o', [560, 220], [700, 340]);
  await ann.expectSaved();
  await expectSameLook(ann, ben);
  const own = new URL(ann.page.url()).host;
  expect(foreign.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== own)).toEqual([]);
});

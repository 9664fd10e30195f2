import { BoardWindow, elementsOn, expectSameLook } from '../harness/board-window.ts';
import { expect, test } from '../harness/browser.ts';
import { dropOn, picture } from '../harness/files.ts';

test('a dropped picture is seen by everybody; its bytes are an asset, never in the board', async ({
  windows,
  server,
}) => {
  const ann = await BoardWindow.create(windows);
  const ben = await ann.shareWith(windows);
  const [uploaded] = await Promise.all([
    ann.page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url().includes('/assets'),
    ),
    dropOn(ann.board.locator('canvas.interactive'), { files: [picture('cat.png')] }, { x: 0.5, y: 0.5 }),
  ]);
  expect(uploaded.status()).toBe(201);
  await ann.expectSaved();
  const [image] = await elementsOn(server, ann.documentId);
  expect(image).toMatchObject({ type: 'image', fileId: ((await uploaded.json()) as { hash: string }).hash });
  await expectSameLook(ann, ben);
  await ann.page.reload();
  await ann.opened();
  await expectSameLook(ann, ben);
});

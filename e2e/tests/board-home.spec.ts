import { BoardWindow, elementsOn } from '../harness/board-window.ts';
import { expect, test } from '../harness/browser.ts';
import { picture } from '../harness/files.ts';

test('Home shows what a board looks like, follows what is drawn, and makes one of a file, unless that is stopped', async ({
  windows,
  server,
}) => {
  test.setTimeout(180_000);
  const home = await windows.open();
  const ann = await BoardWindow.create(windows);
  await ann.title.fill('Plan for spring');
  await ann.click([900, 500]);
  await ann.draw('r', [300, 200], [500, 320]);
  const row = home.page.getByRole('listitem').filter({ hasText: 'Plan for spring' });
  const thumbnail = row.getByTestId('thumbnail');
  const size = () => thumbnail.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
  await expect(thumbnail).toBeVisible({ timeout: 30_000 });
  await expect.poll(size).not.toEqual([0, 0]);
  const before = await size();
  await ann.draw('o', [300, 360], [420, 560]);
  await expect.poll(size, { timeout: 40_000 }).not.toEqual(before);
  // Whoever leaves at once leaves a picture, too; and what a program has drawn is pictured once somebody looks.
  const drawn = await size();
  await ann.draw('d', [560, 200], [900, 320]);
  await ann.expectSaved();
  const [address, id] = [ann.page.url(), ann.documentId];
  await ann.page.getByRole('link', { name: 'All documents' }).click();
  await expect.poll(size, { timeout: 40_000 }).not.toEqual(drawn);
  const left = await size();
  const element = { type: 'rectangle', x: 0, y: 0, width: 50, height: 2000 };
  const response = await fetch(`${server.url}/api/documents/${id}/elements`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ elements: [element] }),
  });
  expect(response.status).toBe(201);
  await ann.page.goto(address);
  await ann.opened();
  await expect.poll(size, { timeout: 40_000 }).not.toEqual(left);

  // Only this picture of the file is one.
  windows.allow(/status of 415/);
  // A file with a picture, whose upload takes its time: it is stopped, and nothing of it is left.
  const bytes = picture('cat.png').buffer.toString('base64');
  const drawing = {
    type: 'excalidraw',
    elements: [
      { type: 'rectangle', id: 'a', x: 0, y: 0, width: 100, height: 50 },
      { type: 'image', id: 'b', x: 0, y: 80, width: 64, height: 40, fileId: 'cat', status: 'saved', scale: [1, 1] },
      ...['broken', 'words'].map((fileId) => ({
        ...{ type: 'image', id: fileId, x: 80, y: 80, width: 64, height: 40 },
        ...{ fileId, status: 'saved', scale: [1, 1] },
      })),
    ],
    files: Object.fromEntries(
      Object.entries({ broken: '%%%', words: btoa('no picture'), cat: bytes }).map(([id, base64]) => [
        id,
        { id, mimeType: 'image/png', created: 1, dataURL: `data:image/png;base64,${base64}` },
      ]),
    ),
  };
  const file = {
    name: 'Sketch.excalidraw',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(drawing)),
  };
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await home.page.route('**/assets?*', async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  const listed = home.page.getByRole('main').getByRole('link', { name: 'Sketch' });
  await home.page.getByTestId('import-chooser').setInputFiles([file]);
  await home.page.getByRole('button', { name: /^Cancel/ }).click();
  await expect(home.page.getByRole('progressbar')).toHaveCount(0);
  release();
  await home.page.unroute('**/assets?*');
  await home.page.reload();
  await expect(row).toBeVisible();
  await expect(listed).toHaveCount(0);
  await home.page.getByTestId('import-chooser').setInputFiles([file]);
  await expect(home.page.getByText('2 pictures of “Sketch.excalidraw” are damaged or no pictures')).toBeVisible();
  await listed.click();
  const imported = await new BoardWindow(home).opened();
  expect((await elementsOn(server, imported.documentId)).map(({ type }) => type).sort()).toEqual([
    'image',
    'image',
    'image',
    'rectangle',
  ]);
});

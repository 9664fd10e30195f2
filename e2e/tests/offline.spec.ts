import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';
import { expectAppKept } from '../harness/kept-app.ts';
import { Line } from '../harness/line.ts';

test.use({ serviceWorkers: 'allow' });

const RECONNECT = { timeout: 20_000 };

test('what is typed offline is counted, and arrives when the connection is back', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('online');
  await expect(ben.text).toContainText('online');
  await ann.expectSaved();

  windows.expectOutage();
  await ann.window.context.setOffline(true);
  await ann.typeAtEnd(' offline');
  await expect(ann.savedState).toHaveText(/: Offline · \d+ changes? kept here$/);
  await ben.typeAtEnd(' meanwhile');
  await ben.expectSaved();

  await ann.window.context.setOffline(false);
  await expect(ben.text).toContainText('offline', RECONNECT);
  await expect(ann.text).toContainText('meanwhile');
  await expectConverged([ann, ben]);
  await ann.expectSaved();
});

test('what is typed offline survives closing the tab, and arrives from the next one', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('online');
  await expect(ben.text).toContainText('online');
  await ann.expectSaved();

  windows.expectOutage();
  await ann.window.context.setOffline(true);
  await ann.typeAtEnd(' and away');
  await expect(ann.savedState).toHaveText(/kept here$/);
  await ann.page.close();
  await ann.window.context.setOffline(false);
  const again = await new DocumentWindow(await windows.openTab(ann.window, ben.page.url())).opened();
  await expect(again.text).toHaveText('online and away');
  await expect(ben.text).toHaveText('online and away', RECONNECT);
  await again.expectSaved();
});

test('a reload while the synchronisation is cut shows all edits, still counts them, and sends them later', async ({
  windows,
  server,
}) => {
  const line = await Line.to(server.port);
  const ann = await DocumentWindow.create(windows, line.url);
  const ben = await new DocumentWindow(await windows.open(new URL(ann.page.url()).pathname)).opened();
  await ann.typeAtEnd('before');
  await expect(ben.text).toHaveText('before');
  await ann.expectSaved();

  windows.expectOutage();
  line.cutSync();
  await expect(ann.savedState).toHaveText(/: Offline/, RECONNECT);
  await ann.typeAtEnd(' between');
  await expect(ann.savedState).toHaveText(/: Offline · \d+ changes? kept here$/);
  await ann.page.reload();
  await expect(ann.text).toHaveText('before between');
  await expect(ann.savedState).toHaveText(/: Offline · \d+ changes? kept here$/, RECONNECT);
  await ann.typeAtEnd(' after');

  line.mend();
  await expect(ben.text).toHaveText('before between after', RECONNECT);
  await ann.expectSaved();
  await expectConverged([ann, ben]);
  await line.close();
});

test('a server killed in mid-sentence loses nothing, and both windows go on by themselves', async ({
  windows,
  server,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('Once upon a time');
  await expect(ben.text).toHaveText('Once upon a time');
  windows.expectOutage();
  const sentence = ', in the middle of a sentence that somebody was writing, the machine went away';
  const typing = ann.typeAtEnd(sentence, 20);
  await expect(ben.text).toContainText('in the middle');
  await server.kill();
  await typing;
  await expect(ann.savedState).toHaveText(/kept here$/);
  await server.start();
  await expect(ben.text).toHaveText(`Once upon a time${sentence}`, RECONNECT);
  await ann.expectSaved();
  await ben.typeAtEnd('.');
  await expect(ann.text).toHaveText(`Once upon a time${sentence}.`);
});

test('a page opens again while the server is gone, with all that was written, and sends it later', async ({
  windows,
  server,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('with the server');
  await ann.expectSaved();
  await expectAppKept(ann.page);
  windows.expectOutage();
  await server.kill();
  await ann.typeAtEnd(', without it');
  await expect(ann.savedState).toHaveText(/kept here$/);
  await ann.page.reload();
  await expect(ann.text).toHaveText('with the server, without it');
  await expect(ann.savedState).toHaveText(/: Offline · \d+ changes? kept here$/, RECONNECT);
  await server.start();
  await ann.expectSaved();
  const ben = await new DocumentWindow(await windows.open(ann.page.url())).opened();
  await expect(ben.text).toHaveText('with the server, without it');
});

test('what the saved state calls saved is on disk: a kill right after it loses nothing', async ({
  windows,
  server,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('written down');
  await ann.expectSaved();
  windows.expectOutage();
  await server.kill();
  await ann.page.close();
  await server.start();
  const ben = await new DocumentWindow(await windows.open(ann.page.url())).opened();
  await expect(ben.text).toHaveText('written down');
});

test('what another window shows is on disk: a kill right after it loses nothing', async ({ windows, server }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('seen by another');
  await expect(ben.text).toHaveText('seen by another');
  windows.expectOutage();
  await server.kill();
  await ann.page.close();
  await ben.page.close();
  await server.start();
  const cleo = await new DocumentWindow(await windows.open(ann.page.url())).opened();
  await expect(cleo.text).toHaveText('seen by another');
});

import { expect } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';
import { test } from '../harness/example-test.ts';
import { expectAppKept } from '../harness/kept-app.ts';
import { findNginx, startNginx } from '../harness/nginx.ts';
import { CowriteServer } from '../harness/server.ts';

test.use({ serviceWorkers: 'allow' });

test.skip(
  findNginx() === null,
  'THERE IS NO NGINX HERE, so nothing is known of proxies: `node e2e/prepare.mjs` as root gets it.',
);

const withoutUpgrade = (example: string): string =>
  example.replaceAll(/^ *proxy_set_header (Upgrade|Connection) .*$/gm, '');

const typeTogether = async (ann: DocumentWindow, ben: DocumentWindow): Promise<void> => {
  await ann.typeAtEnd('typed by Ann');
  await expect(ben.text).toContainText('typed by Ann');
  await ben.typeAtEnd(' and Ben');
  await expect(ann.text).toContainText('typed by Ann and Ben');
  await ann.expectSaved();
  await ben.expectSaved();
  await expectConverged([ann, ben]);
};

test('behind nginx as the example has it, by WebSocket', async ({ windows, server }) => {
  const nginx = await startNginx(server.port);
  const sockets: string[] = [];
  const ann = await DocumentWindow.create(windows, nginx.url);
  const ben = await ann.shareWith(windows);
  ben.page.on('websocket', (socket) => sockets.push(socket.url()));
  await ben.page.reload();
  await ben.opened();
  await typeTogether(ann, ben);
  expect(sockets.map((url) => new URL(url).host)).toEqual([new URL(nginx.url).host]);
  for (const { page } of [ann, ben]) await expectAppKept(page);
  await nginx.stop();
});

test('behind an nginx that strips upgrades, by HTTP, by itself, and at once the next time', async ({
  windows,
  server,
}) => {
  const nginx = await startNginx(server.port, withoutUpgrade);
  // Of the handshakes that fail, and of nginx being gone at the end.
  windows.allow(/WebSocket connection to|Failed to load resource/);
  const ann = await DocumentWindow.create(windows, nginx.url);
  const ben = await ann.shareWith(windows);
  await expect(ann.savedState).toHaveText('Saved state: Saved', { timeout: 30_000 });
  await expect(ben.savedState).toHaveText('Saved state: Saved', { timeout: 30_000 });
  await typeTogether(ann, ben);
  const requests: string[] = [];
  ben.page.on('websocket', (socket) => requests.push(socket.url()));
  await ben.page.reload();
  await ben.opened();
  await expect(ben.text).toContainText('typed by Ann and Ben');
  await ben.typeAtEnd(' again');
  await expect(ann.text).toContainText('and Ben again');
  expect(requests).toEqual([]);
  await nginx.stop();
});

test('a page of another origin falls back to HTTP behind an nginx that strips upgrades', async ({ windows, open }) => {
  const { site, server } = await open('element');
  const nginx = await startNginx(server.port, withoutUpgrade);
  site.service = nginx.url;
  windows.allow(/WebSocket connection to|Failed to load resource/);
  const { page: ann } = await windows.open(`${site.origin}/?name=Ann`);
  await ann.getByRole('textbox', { name: 'Release notes' }).click({ timeout: 40_000 });
  await ann.keyboard.type('by request');
  await expect(ann.getByRole('status').filter({ hasText: 'All changes are saved.' })).toBeVisible();
  const { page: ben } = await windows.open(`${site.origin}/?name=Ben`);
  await expect(ben.getByText('by request')).toBeVisible({ timeout: 40_000 });
  await nginx.stop();
});

test('a page told to use HTTP does', async ({ windows, server }) => {
  const ann = await DocumentWindow.create(windows);
  const sockets: string[] = [];
  ann.page.on('websocket', (socket) => sockets.push(socket.url()));
  await ann.page.goto(`${ann.page.url()}?transport=http`);
  await ann.opened();
  await ann.typeAtEnd('by request');
  await ann.expectSaved();
  expect(sockets).toEqual([]);
  expect(server.isRunning).toBe(true);
});

test('under a path that nginx takes off, with the build there is', async ({ windows, server }) => {
  const underPath = (example: string): string =>
    example.replace('location / {', 'location /write/ {').replace('127.0.0.1:8080;', '127.0.0.1:8080/;');
  const nginx = await startNginx(server.port, underPath, '/write');
  const ann = await DocumentWindow.create(windows, `${nginx.url}/`);
  expect(new URL(ann.page.url()).pathname).toMatch(/^\/write\/d\/\w+$/);
  const ben = await ann.shareWith(windows);
  await typeTogether(ann, ben);
  // A page two levels down finds the app as well, and so does one whose address leads nowhere.
  await ann.page.reload();
  await ann.opened();
  await ann.page.getByRole('link', { name: 'All documents' }).click();
  await expect(ann.page).toHaveURL(`${nginx.url}/`);
  const lost = await windows.open(`${nginx.url}/no/such/page`, /404/);
  await expect(lost.page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
  // Pages still fetch what they keep of the app.
  windows.expectOutage();
  await nginx.stop();
});

test('under a path that a proxy leaves on, by --base-path', { tag: '@more' }, async ({ windows }) => {
  const own = await CowriteServer.start({ args: ['--base-path', '/write'] });
  const nginx = await startNginx(own.port, (example) => example.replace('location / {', 'location /write {'), '/write');
  const ann = await DocumentWindow.create(windows, nginx.url);
  const ben = await ann.shareWith(windows);
  await typeTogether(ann, ben);
  // Pages still fetch what they keep of the app.
  windows.expectOutage();
  await nginx.stop();
  await own.dispose();
});

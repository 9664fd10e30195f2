import type { ThreadList } from '@cowrite/editor/protocol';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { PageGuard } from '../harness/page-guard.ts';
import { CowriteServer } from '../harness/server.ts';
import { ADMIN_KEY, SECRET } from '../harness/tokens.ts';

const SHOTS = process.env.SHARE_SHOTS;

let server: CowriteServer;

test.beforeAll(async () => {
  server = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY } });
});

test.afterAll(() => server.dispose());

/** Another person's browser. What it is refused is told in its console too. */
const visitor = async (browser: Browser, address: string): Promise<Page> => {
  const page = await (await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })).newPage();
  new PageGuard(page).allow(/status of 40[13]/);
  await page.goto(new URL(address, server.url).href);
  return page;
};

const textOf = (page: Page) => page.getByRole('textbox', { name: /^Text of / });

test('the host signs in, shares a document, and takes the share back', async ({ browser }) => {
  const host = await visitor(browser, '/');
  await host.waitForLoadState('networkidle');
  const refused: string[] = [];
  host.on('response', (response) => {
    if (response.status() === 401) refused.push(new URL(response.url()).pathname);
  });
  await host.reload();
  await expect(host.getByRole('heading', { name: 'Who hosts this service?' })).toBeVisible();
  await host.waitForLoadState('networkidle');
  expect(refused).toEqual(['/api/documents']);
  await host.getByLabel('Key of this service').fill('not the key');
  await host.getByRole('button', { name: 'Sign in' }).click();
  await expect(host.getByRole('alert')).toHaveText('This is not the key of this service.');
  await host.getByLabel('Key of this service').fill(ADMIN_KEY);
  await host.getByRole('button', { name: 'Sign in' }).click();
  await host.getByRole('button', { name: 'New document' }).first().click();
  await host.getByRole('textbox', { name: 'Document title' }).fill('Plans');
  await host.keyboard.press('Enter');
  await textOf(host).click();
  await host.keyboard.type('by the host');

  await host.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(host.getByLabel('Whoever has the link may')).toBeFocused();
  await host.getByLabel('Password').fill('open sesame');
  await host.getByRole('button', { name: 'Make a link and copy it' }).click();
  await expect(host.getByRole('list', { name: 'Links' }).getByRole('listitem')).toHaveCount(1);
  const link = await host.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('/s/');

  // A phone has room for all of it.
  await host.setViewportSize({ width: 390, height: 800 });
  const revoke = host.getByRole('button', { name: /^Revoke the link/ });
  await expect(revoke).toBeInViewport({ ratio: 1 });
  await host.setViewportSize({ width: 1280, height: 720 });
  await expect(revoke).toHaveAccessibleName(/“Link of .+, \d+:\d+:\d+ .M”$/);

  const guest = await visitor(browser, link);
  await expect(guest.getByRole('heading', { name: 'You are invited to write together' })).toBeVisible();
  await guest.getByLabel('Your name').fill('Gus');
  await guest.getByLabel('Password of the link').fill('wrong one');
  await guest.getByRole('button', { name: 'Open the document' }).click();
  await expect(guest.getByRole('alert')).toHaveText('This is not the password.');
  await guest.getByLabel('Password of the link').fill('open sesame');
  await guest.getByRole('button', { name: 'Open the document' }).click();
  await expect(textOf(guest)).toContainText('by the host');
  await textOf(guest).click();
  await guest.keyboard.press('ControlOrMeta+End');
  await guest.keyboard.type(' and a guest');
  await expect(textOf(host)).toContainText('by the host and a guest');
  await expect(guest.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0);
  // There is no list for a guest to go back to.
  await expect(host.getByRole('link', { name: 'All documents' })).toBeVisible();
  await expect(guest.getByRole('link', { name: 'All documents' })).toHaveCount(0);
  await guest.reload();
  await expect(textOf(guest)).toContainText('by the host and a guest');

  await host.getByLabel(/^What “.+” allows$/).selectOption('viewer');
  await expect(guest.getByTestId('saved-state')).toHaveAttribute('data-state', 'readOnly');
  await expect(textOf(guest)).toHaveAttribute('contenteditable', 'false');
  await revoke.click();
  const banner = guest.getByTestId('connection-banner');
  await expect(banner).toBeVisible();
  const title = guest.getByRole('textbox', { name: 'Document title' });
  for (const width of [1280, 390]) {
    await guest.setViewportSize({ width, height: 800 });
    // It lies above the title, never over it.
    await expect
      .poll(async () => {
        const [box, below] = [await banner.boundingBox(), await title.boundingBox()];
        return box !== null && below !== null && box.y + box.height <= below.y + 8;
      })
      .toBe(true);
  }
  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'This link leads nowhere any more' })).toBeVisible();
  await Promise.all([host, guest].map((page) => page.context().close()));
});

test('without a link a document stays closed, and says how to get in', async ({ browser }) => {
  const stranger = await visitor(browser, '/d/some-document');
  await expect(stranger.getByRole('heading', { name: 'You need a link to open this document' })).toBeVisible();
  await stranger.context().close();
});

test('the host makes a key for a program, which writes with it until it is revoked', async ({ browser }) => {
  const signedIn = async (): Promise<Page> => {
    const page = await visitor(browser, '/');
    await page.getByLabel('Key of this service').fill(ADMIN_KEY);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page;
  };
  const host = await signedIn();
  await host.getByRole('button', { name: 'New document' }).first().click();
  await expect(textOf(host)).toBeVisible({ timeout: 20_000 });
  const id = new URL(host.url()).pathname.split('/').at(-1) ?? '';

  const other = await signedIn();
  await other.getByRole('button', { name: 'Settings' }).click();
  await other.getByRole('menuitem', { name: 'API keys…' }).click();
  const dialog = other.getByRole('dialog', { name: 'API keys' });
  await expect(dialog).toContainText('There are no keys yet.');
  await expect(dialog.getByLabel('Name of the key')).toBeFocused();
  await dialog.getByLabel('Name of the key').fill('Minutes bot');
  await dialog.getByLabel('comment').check();
  await dialog.getByLabel('It lasts').selectOption('30');
  await dialog.getByRole('button', { name: 'Make a key' }).click();
  await dialog.getByRole('button', { name: 'Copy the key' }).click();
  const key = await other.evaluate(() => navigator.clipboard.readText());
  expect(key).toBe(await dialog.getByTestId('new-key').textContent());
  const keys = dialog.getByRole('list', { name: 'Keys' }).getByRole('listitem');
  await expect(keys).toContainText(/Minutes bot.*comment and write · all documents · until /s);
  await expectAccessible(other, 'dialog');
  if (SHOTS) {
    await other.screenshot({ path: `${SHOTS}/keys.png` });
    await other.emulateMedia({ colorScheme: 'dark' });
    await other.setViewportSize({ width: 390, height: 800 });
    await other.screenshot({ path: `${SHOTS}/keys-dark-phone.png` });
  }

  const append = (markdown: string): Promise<Response> =>
    fetch(`${server.url}/api/documents/${id}/blocks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ markdown }),
    });
  expect((await append('by a program')).status).toBe(201);
  await expect(textOf(host)).toContainText('by a program');

  // Closed and opened again, it isn't told any more.
  await dialog.getByRole('button', { name: 'Close' }).click();
  await other.getByRole('button', { name: 'Settings' }).click();
  await other.getByRole('menuitem', { name: 'API keys…' }).click();
  await expect(keys).toHaveCount(1);
  expect(await dialog.textContent()).not.toContain(key);

  await dialog.getByRole('button', { name: 'Revoke the key “Minutes bot”' }).click();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  expect((await append('still here')).status).toBe(201);
  await dialog.getByRole('button', { name: 'Revoke the key “Minutes bot”' }).click();
  await dialog.getByRole('button', { name: 'Revoke it' }).click();
  await expect(dialog).toContainText('There are no keys yet.');
  // E5: within two seconds, at whichever node it asks.
  await expect.poll(async () => (await append('too late')).status).toBe(401);
  await Promise.all([host, other].map((page) => page.context().close()));
});

test('a guest goes by another name after entering: others see it at once, and what was said before stays theirs', async ({
  browser,
}) => {
  const api = async (path: string, body: unknown, token: string): Promise<Response> =>
    fetch(`${server.url}/api${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { id } = (await (await api('/documents', { title: 'Renaming', markdown: 'words' }, ADMIN_KEY)).json()) as {
    id: string;
  };
  const link = (await (
    await api(`/documents/${id}/links`, { role: 'editor', label: '', password: null, expiresAt: null }, ADMIN_KEY)
  ).json()) as { id: string };
  const enter = async (name: string): Promise<Page> => {
    const page = await visitor(browser, `/s/${link.id}`);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Open the document' }).click();
    await expect(textOf(page)).toContainText('words');
    return page;
  };
  const gus = await enter('Gus');
  const ida = await enter('Ida');
  await expect(ida.getByRole('button', { name: 'Follow Gus' })).toBeVisible();
  const say = async (words: string): Promise<void> => {
    await gus.getByRole('textbox', { name: 'Write to everybody here…' }).fill(words);
    await gus.keyboard.press('Enter');
    await expect(gus.getByRole('log', { name: 'Chat' })).toContainText(words);
  };
  const noted = (words: string) => gus.getByRole('article').filter({ has: gus.getByText(words, { exact: true }) });
  const comment = async (words: string): Promise<void> => {
    await gus.getByRole('tab', { name: /^Comments/ }).click();
    await gus.getByRole('button', { name: 'Comment on the document' }).click();
    await gus.getByRole('textbox', { name: 'Write a comment…' }).fill(words);
    await gus.keyboard.press('ControlOrMeta+Enter');
    await expect(noted(words)).toBeVisible();
  };
  await gus.getByRole('button', { name: 'Chat', exact: true }).click();
  await say('said by Gus');
  await comment('noted by Gus');
  await gus.getByRole('tab', { name: /^Chat/ }).click();

  await gus.getByRole('button', { name: /people? here|person here/ }).click();
  await gus.getByRole('textbox', { name: 'Your name' }).fill('Gustav');
  await gus.keyboard.press('Enter');
  await expect(ida.getByRole('button', { name: 'Follow Gustav' })).toBeVisible();
  await expect(ida.getByRole('button', { name: 'Follow Gus', exact: true })).toHaveCount(0);
  await gus.keyboard.press('Escape');
  await say('said by Gustav');

  // One person said both, by the server's word, and stays the same one after a reload. What one says shows at once on
  // the page that says it, and reaches the server a moment later.
  const read = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${server.url}/api/documents/${id}/${path}`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    return (await response.json()) as T;
  };
  const authorsOf = (signed: readonly Signed[], words: string): string[] =>
    signed.filter(({ text }) => text === words).map(({ author }) => author.name);
  const inChat = async (): Promise<Signed[]> => (await read<{ messages: Signed[] }>('chat')).messages;
  await expect.poll(async () => authorsOf(await inChat(), 'said by Gustav')).toEqual(['Gustav']);
  expect(new Set((await inChat()).map(({ author }) => author.id)).size).toBe(1);
  await comment('noted by Gustav');
  const inComments = async (): Promise<Signed[]> =>
    (await read<ThreadList>('comments')).threads.flatMap((thread) => thread.comments);
  await expect.poll(async () => authorsOf(await inComments(), 'noted by Gustav')).toEqual(['Gustav']);
  expect(new Set((await inComments()).map(({ author }) => author.id)).size).toBe(1);
  await gus.reload();
  await expect(ida.getByRole('button', { name: 'Follow Gustav' })).toBeVisible();
  // Whose own they are: they may change both, the one from before the new name too.
  await gus
    .getByRole('button', { name: /^Comments/ })
    .first()
    .click();
  for (const words of ['noted by Gus', 'noted by Gustav']) {
    await noted(words).hover();
    await noted(words).getByRole('button', { name: 'More' }).click();
    await expect(gus.getByRole('menuitem', { name: 'Edit' })).toBeVisible();
    await gus.keyboard.press('Escape');
  }
  await Promise.all([gus, ida].map((page) => page.context().close()));
});

/** What somebody said, in chat or as a comment. */
interface Signed {
  readonly text: string;
  readonly author: { readonly id: string; readonly name: string };
}

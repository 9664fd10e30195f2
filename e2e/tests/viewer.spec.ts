import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import { PageGuard } from '../harness/page-guard.ts';
import { CowriteServer } from '../harness/server.ts';
import { ADMIN_KEY, SECRET } from '../harness/tokens.ts';

let server: CowriteServer;

test.beforeAll(async () => {
  server = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY } });
});

test.afterAll(() => server.dispose());

const visitor = async (browser: Browser, address: string): Promise<{ page: Page; guard: PageGuard }> => {
  const page = await (await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })).newPage();
  const guard = new PageGuard(page);
  guard.allow(/status of 40[13]/);
  await page.goto(new URL(address, server.url).href);
  return { page, guard };
};

const textOf = (page: Page) => page.getByRole('textbox', { name: /^Text of / });

/** Whoever hosts the service, in a new document. */
const hostWithDocument = async (browser: Browser): Promise<Page> => {
  const { page: host } = await visitor(browser, '/');
  await host.getByLabel('Key of this service').fill(ADMIN_KEY);
  await host.getByRole('button', { name: 'Sign in' }).click();
  await host.getByRole('button', { name: 'New document' }).first().click();
  return host;
};

const linkToRead = async (host: Page): Promise<string> => {
  await host.getByRole('button', { name: 'Share', exact: true }).click();
  await host.getByRole('button', { name: 'Make a link and copy it' }).click();
  await host.getByLabel(/^What “.+” allows$/).selectOption('viewer');
  const link = await host.evaluate(() => navigator.clipboard.readText());
  await host.keyboard.press('Escape');
  return link;
};

/** The changes that a page sends: sync messages of its socket that carry an update. */
const changesSent = (page: Page): Buffer[] => {
  const sent: Buffer[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (typeof payload !== 'string' && payload[0] === 0 && payload[1] === 2) sent.push(payload);
    }),
  );
  return sent;
};

test('who may only read a document without a word is told that there is nothing yet, and writes nothing', async ({
  browser,
}) => {
  test.slow();
  const host = await hostWithDocument(browser);
  const link = await linkToRead(host);

  const { page, guard } = await visitor(browser, link);
  const sent = changesSent(page);
  await page.getByLabel('Your name').fill('Vi');
  await page.getByRole('button', { name: 'Open the document' }).click();
  const nothing = page.getByText('Nothing here yet', { exact: true });
  await expect(nothing).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
  await textOf(host).click();
  await host.keyboard.type('First words');
  await expect(textOf(page)).toHaveText('First words');
  await expect(nothing).toHaveCount(0);
  await host.keyboard.press('ControlOrMeta+a');
  await host.keyboard.press('Delete');
  await expect(nothing).toBeVisible();
  // Two windows of one guest are one person, to the guest too.
  const again = await page.context().newPage();
  await again.goto(page.url());
  await expect(again.getByText('Nothing here yet', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(host.getByRole('button', { name: '2 people here' })).toBeVisible();
  await expect(page.getByRole('button', { name: '2 people here' })).toBeVisible();
  expect(sent).toEqual([]);
  expect(guard.complaints).toEqual([]);
  await Promise.all([host, page].map((each) => each.context().close()));
});

test('who may only read sees everything, follows links, and changes nothing by whatever they try', async ({
  browser,
}) => {
  test.slow();
  const host = await hostWithDocument(browser);
  await host.getByRole('textbox', { name: 'Document title' }).fill('To read');
  await host.keyboard.press('Enter');
  await host.keyboard.type('Read https://example.org/page now\n[] open task');
  await expect(textOf(host).getByRole('checkbox')).toBeVisible();
  const link = await linkToRead(host);

  const { page, guard } = await visitor(browser, link);
  const sent = changesSent(page);
  await page.getByLabel('Your name').fill('Vi');
  await page.getByRole('button', { name: 'Open the document' }).click();
  await expect(textOf(page)).toContainText('open task');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'readOnly');
  const before = await textOf(host).innerHTML();

  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Document title' })).toHaveAttribute('readonly');
  const box = textOf(page).getByRole('checkbox');
  await box.click({ position: { x: 4, y: 10 } });
  await expect(box).toHaveAttribute('aria-checked', 'false');
  await textOf(page).getByText('open task').click();
  for (const key of [
    'a',
    '/',
    '@',
    'Enter',
    'Backspace',
    'Delete',
    'ControlOrMeta+b',
    'ControlOrMeta+z',
    'ControlOrMeta+x',
  ]) {
    await page.keyboard.press(key);
  }
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'pasted');
    const text = document.querySelector('[data-lexical-editor]');
    text?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    text?.dispatchEvent(
      new InputEvent('beforeinput', { inputType: 'insertText', data: 'x', bubbles: true, cancelable: true }),
    );
  });
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(textOf(page)).not.toContainText('pasted');
  await page.context().route('https://example.org/**', (route) => route.fulfill({ body: 'another page' }));
  const opened = page.context().waitForEvent('page');
  await textOf(page).getByRole('link', { name: 'https://example.org/page' }).click();
  await expect((await opened).getByText('another page')).toBeVisible();
  await (await opened).close();
  await expectAccessible(page);

  // Others go on, and clear away each other's marks: nothing of it comes back from here.
  await textOf(host).getByText('open task').click();
  await host.keyboard.press('ControlOrMeta+a');
  await host.keyboard.press('ControlOrMeta+b');
  await expect(textOf(page).locator('strong').first()).toBeVisible();
  await host.keyboard.press('ControlOrMeta+b');
  await expect(textOf(page).locator('strong')).toHaveCount(0);
  expect(await textOf(host).innerHTML()).toBe(before);
  expect(sent).toEqual([]);
  expect(guard.complaints).toEqual([]);
  await Promise.all([host, page].map((each) => each.context().close()));
});

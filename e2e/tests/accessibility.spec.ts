import type { Page } from '@playwright/test';
import * as Y from 'yjs';
import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';
import { WireClient } from '../harness/wire-client.ts';

/* What axe finds on every page, in both themes, wide and on a phone: nothing serious, nothing critical. */

const WIDE = { width: 1280, height: 800 };
const TABLET = { width: 820, height: 1100 };
const PHONE = { width: 390, height: 780 };

const everywhere = async (page: Page): Promise<void> => {
  for (const size of [WIDE, TABLET, PHONE]) {
    await page.setViewportSize(size);
    await expectAccessible(page);
  }
  await page.setViewportSize(WIDE);
};

const EVERYTHING = [
  '# Heading 1',
  '## Heading 2',
  '### Heading 3',
  'Text with **bold**, *italic*, ~~struck~~, `code` and a [link](https://example.org).',
  '- one\n- two\n  - nested',
  '1. first\n2. second',
  '- [ ] open\n- [x] done',
  '> A quote',
  '---',
  '```js\nlet a = 1;\n```',
  '| Name | Age |\n| --- | --- |\n| Ada | 36 |',
  '$$\nx^2\n$$',
].join('\n\n');

const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate((plain) => {
    const data = new DataTransfer();
    data.setData('text/plain', plain);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  }, text);

test('Home, the trash and an address that leads nowhere', async ({ windows }) => {
  test.slow();
  const { page } = await windows.open('/');
  await expect(page.getByRole('button', { name: 'New document' }).first()).toBeVisible();
  await everywhere(page);
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('A document');
  await ann.expectSaved();
  await page.reload();
  await expect(page.getByRole('link', { name: /A document/ })).toBeVisible();
  await everywhere(page);
  await page.getByRole('button', { name: 'Actions for A document' }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Actions for A document' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expectAccessible(page);
  await page.goto(new URL('/?view=trash', page.url()).href);
  await expect(page.getByText('A document')).toBeVisible();
  await everywhere(page);
  const lost = await windows.open('/nowhere', /404/);
  await expect(lost.page.getByText('There is no page here')).toBeVisible();
  await everywhere(lost.page);
  const missing = await windows.open('/d/nowhere', /404/);
  await expect(missing.page.getByText('There is no document here')).toBeVisible();
  await everywhere(missing.page);
});

test('a document with every kind of block, written by two people', async ({ windows, server }) => {
  test.slow();
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Everything');
  await ann.text.focus();
  await paste(ann.page, EVERYTHING);
  await expect(ann.text.getByRole('heading', { name: 'Heading 3' })).toBeVisible();
  await ann.expectSaved();
  const newer = await WireClient.join(server.syncUrl(new URL(ann.page.url()).pathname.split('/').at(-1) ?? ''));
  const root = newer.doc.get('root-v2', Y.XmlElement);
  root.insert(root.length, [new Y.XmlElement('hologram')]);
  await newer.saved();
  for (const action of ['Callout', 'Toggle', 'Table of contents']) {
    await ann.typeAtEnd('\n');
    await ann.page.keyboard.type(`/${action.toLowerCase()}`);
    await ann.page.getByRole('option', { name: action, exact: true }).click();
  }
  const ben = await ann.shareWith(windows);
  await ben.typeAtEnd('Ben is here');
  await expect(ann.text).toContainText('Ben is here');
  await everywhere(ann.page);
});

test('what opens over a document: menus, lists, panels and dialogs', async ({ windows }) => {
  test.slow();
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Menus');
  await ann.typeAtEnd('words to select');
  const { page } = ann;
  const opened = async (open: () => Promise<void>): Promise<void> => {
    await open();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  };
  await opened(() => page.getByRole('button', { name: 'Document menu' }).click());
  await opened(() => ann.people.click());
  await opened(() => ann.toolbar.getByRole('button', { name: /^Block type/ }).click());
  await opened(async () => {
    await ann.typeAtEnd('\n/');
    await expect(page.getByRole('listbox')).toBeVisible();
  });
  await opened(async () => {
    await ann.typeAtEnd('\n@');
    await expect(page.getByRole('listbox')).toBeVisible();
  });
  await opened(async () => {
    await page.keyboard.press('ControlOrMeta+h');
    await expect(page.getByRole('search')).toBeVisible();
  });
  await opened(async () => {
    await ann.text.getByText('words to select').dblclick();
    await page.keyboard.press('ControlOrMeta+k');
  });
  await opened(async () => {
    await ann.text.focus();
    await page.keyboard.press('ControlOrMeta+/');
    await expect(page.getByRole('dialog')).toBeVisible();
  });
});

test('a document that is offline, and one that was deleted', async ({ windows }) => {
  test.slow();
  const ann = await DocumentWindow.create(windows);
  await ann.title.fill('Gone');
  await ann.typeAtEnd('before');
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  windows.expectOutage();
  await ann.window.context.setOffline(true);
  await ann.typeAtEnd(' after');
  await expect(ann.savedState).toHaveText(/kept here$/);
  await everywhere(ann.page);
  await ann.window.context.setOffline(false);
  await ann.expectSaved();
  await ann.page.getByRole('button', { name: 'Document menu' }).click();
  await ann.page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(ben.page.getByText(/moved to the trash/).first()).toBeVisible();
  await everywhere(ben.page);
});

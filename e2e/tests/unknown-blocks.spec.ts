import * as Y from 'yjs';
import { expectAccessible } from '../harness/axe.ts';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';
import { WireClient } from '../harness/wire-client.ts';

test('what a newer version wrote is shown as such, outlasts all that is done around it, and goes on purpose alone', async ({
  windows,
  server,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('before\nafter');
  await ann.expectSaved();
  const documentId = new URL(ann.page.url()).pathname.split('/').at(-1) ?? '';
  const newer = await WireClient.join(server.syncUrl(documentId));
  const root = newer.doc.get('root-v2', Y.XmlElement);
  const hologram = new Y.XmlElement('hologram');
  hologram.setAttribute('beams', '7');
  hologram.insert(0, [new Y.XmlText('light')]);
  const text = (root.get(1) as Y.XmlElement).get(0) as Y.XmlText;
  newer.doc.transact(() => {
    root.insert(1, [hologram]);
    text.insertEmbed(2, { type: 'sticker', of: 'a cat' });
  });
  const ben = await ann.shareWith(windows);
  for (const { text: shown } of [ann, ben]) {
    await expect(shown.getByText('This block needs a newer version')).toBeVisible();
    await expect(shown.getByRole('group', { name: /unknown type: hologram/ })).toBeVisible();
    await expect(shown.getByRole('img', { name: /unknown type: sticker/ })).toBeVisible();
  }
  await expectAccessible(ann.page);

  const before = JSON.stringify([hologram.getAttributes(), hologram.toString(), text.toDelta()]);
  await ann.typeAtStart('more ');
  await ben.typeAtEnd(' and more');
  await ben.page.keyboard.press('Home');
  await ben.page.keyboard.press('Backspace');
  const card = ben.text.getByRole('group', { name: /hologram/ });
  await expect(card).toBeVisible();
  await ann.expectSaved();
  await ben.expectSaved();
  await newer.until(() => text.toString().includes('and more'), 'what was typed');
  expect(JSON.stringify([hologram.getAttributes(), hologram.toString()])).toBe(
    JSON.stringify(JSON.parse(before).slice(0, 2)),
  );
  expect(text.toDelta()).toContainEqual({ insert: { type: 'sticker', of: 'a cat' } });

  await ben.page.keyboard.press('Backspace');
  await expect(card).toHaveCount(0);
  await expectConverged([ann, ben]);
  await ben.toolbar.getByRole('button', { name: 'Undo' }).click();
  await expect(ann.text.getByRole('group', { name: /hologram/ })).toBeVisible();
  await ann.text.getByRole('button', { name: 'Delete this block' }).click();
  await expect(ben.text.getByRole('group', { name: /hologram/ })).toHaveCount(0);
  await expectConverged([ann, ben]);
  await newer.close();
});

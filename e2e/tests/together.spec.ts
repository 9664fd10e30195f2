import { expectAccessible } from '../harness/axe.ts';
import { expect, test, type Windows } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';

const name = async (person: DocumentWindow, words: string): Promise<void> => {
  await person.people.click();
  await person.page.getByRole('textbox', { name: 'Your name' }).fill(words);
  await person.page.keyboard.press('Escape');
};

/** Two people in a document that is longer than their windows, Ann at its beginning, Ben at its end. */
const longDocument = async (windows: Windows): Promise<[DocumentWindow, DocumentWindow]> => {
  const ann = await DocumentWindow.create(windows);
  await ann.text.focus();
  await ann.page.evaluate(
    (lines) => {
      const data = new DataTransfer();
      data.setData('text/plain', lines);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    },
    Array.from({ length: 120 }, (_, i) => `line ${i}`).join('\n'),
  );
  await ann.expectSaved();
  const ben = await ann.shareWith(windows);
  await name(ben, 'Ben Oak');
  await ann.text.getByText('line 0', { exact: true }).click();
  return [ann, ben];
};

test('a press on a face follows its person, where they write and where they scroll, until one moves oneself', async ({
  windows,
}) => {
  const [ann, ben] = await longDocument(windows);
  await ben.typeAtEnd(' and here');
  await expect(ann.text.getByText('line 119')).not.toBeInViewport();
  await ann.page.getByRole('button', { name: 'Follow Ben Oak' }).click();
  await expect(ann.page.getByText('Following Ben Oak', { exact: true }).first()).toBeVisible();
  await expect(ann.text.getByText('line 119 and here')).toBeInViewport();
  await expectAccessible(ann.page);
  await ben.page.evaluate(() => window.scrollTo(0, 0));
  await expect(ann.text.getByText('line 1', { exact: true })).toBeInViewport();
  await ben.text.getByText('line 20', { exact: true }).click();
  await ben.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(ann.text.getByText('line 119 and here')).toBeInViewport();

  const banner = ann.page.getByRole('button', { name: 'Stop', exact: true });
  await ann.page.mouse.move(300, 300);
  await ann.page.mouse.wheel(0, -200);
  await expect(banner).toHaveCount(0);
  await ann.page.getByRole('button', { name: 'Follow Ben Oak' }).click();
  await expect(banner).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(banner).toHaveCount(0);
  await ann.page.getByRole('button', { name: 'Follow Ben Oak' }).click();
  await ben.page.close();
  await expect(banner).toHaveCount(0);
});

test('who writes beyond the view is named at its edge, and a press leads there', async ({ windows }) => {
  const [ann, ben] = await longDocument(windows);
  await ben.typeAtEnd('!');
  const hint = ann.page.getByRole('button', { name: 'Ben Oak is further down: go there' });
  await expect(hint).toBeVisible();
  await hint.click();
  await expect(ann.text.getByText('line 119!')).toBeInViewport();
  await expect(hint).toHaveCount(0);
  await ann.page.evaluate(() => window.scrollTo(0, 0));
  await expect(hint).toBeVisible();
});

test('who types is named by their caret and in the list; who comes, goes and types is said once', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd('hello');
  const said: string[] = [];
  await ann.page.exposeFunction('hear', (words: string) => said.push(words));
  await ann.page.evaluate(() => {
    new MutationObserver((records) => {
      const { hear } = window as unknown as { hear(words: string): void };
      for (const { target } of records) {
        if (target instanceof HTMLElement && target.matches('[data-announcements]')) hear(target.textContent ?? '');
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  const ben = await ann.shareWith(windows);
  await name(ben, 'Ben Oak');
  const cleo = await ann.shareWith(windows);
  await name(cleo, 'Cleo Elm');
  await ann.people.click();
  const panel = ann.page.getByRole('dialog', { name: 'Here now' });
  await ben.typeAtEnd(' typing goes on and on', 60);
  await expect(panel.getByRole('listitem').filter({ hasText: 'Ben Oak' })).toContainText('typing…');
  await expect(panel.getByRole('listitem').filter({ hasText: 'Ben Oak' })).not.toContainText('typing…');
  await ben.typeAtEnd('more');
  await expect.poll(() => said.join('\n')).toContain('Ben Oak is typing');
  await cleo.page.close();
  await expect.poll(() => said.join('\n')).toContain('Cleo Elm left');
  expect(said.filter((words) => words.includes('is typing'))).toHaveLength(1);
  expect(said.join('\n')).toMatch(/joined/);
});

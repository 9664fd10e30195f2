import type { Page } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

const VIDEO = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';

const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate((words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', words);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, text);

test('a link pasted alone on a line is embedded if one wants it; nothing is asked of the other site before', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  // What a frame asks for never leaves this machine.
  const asked: string[] = [];
  await ben.window.context.route(/youtube|example\.com/, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: 'text/html', body: '<p>a film</p>' });
  });
  await ann.text.focus();
  await paste(ann.page, VIDEO);
  await ann.page.getByRole('button', { name: 'Embed from YouTube' }).click();
  await ann.page.keyboard.type('below');
  await expect(ben.text.getByRole('paragraph')).toHaveText('below');
  const load = ben.text.getByRole('button', { name: /^Show what is on YouTube/ });
  await expect(load).toBeVisible();
  expect(asked).toEqual([]);
  await load.click();
  const frame = ben.text.locator('iframe');
  await expect(frame.contentFrame().getByText('a film')).toBeVisible();
  expect(asked).toEqual(['https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ']);
  await expect(frame).toHaveAttribute('sandbox', /^(?!.*allow-top-navigation).*allow-scripts/);
  await expect(ann.text.locator('iframe')).toHaveCount(0);
});

test('a link pasted on a line stays one for who goes on writing; in a sentence nothing is asked', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const offer = ann.page.getByRole('dialog', { name: 'Embed the link?' });
  await ann.typeAtEnd('see ');
  await paste(ann.page, VIDEO);
  await expect(ann.text).toContainText('see https://www.youtube.com');
  await expect(offer).toHaveCount(0);
  await ann.page.keyboard.press('Enter');
  await paste(ann.page, VIDEO);
  await expect(offer).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(offer).toHaveCount(0);
  await expect(ann.text.getByRole('link')).toHaveCount(2);
});

test('an address that is on no list is a card that links to it; a bad one is refused', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('/embed');
  await ann.page.getByRole('option', { name: 'Embed' }).click();
  const field = ann.text.getByRole('textbox', { name: 'Address to embed' });
  await expect(ben.text.getByRole('textbox', { name: 'Address to embed' })).toBeVisible();
  await field.fill('javascript:alert(1)');
  await field.press('Enter');
  await expect(ann.text.getByRole('alert')).toHaveText('Use the address of a web page.');
  await field.fill('example.com/some/page');
  await field.press('Enter');
  for (const { text } of [ann, ben]) {
    const card = text.getByRole('link', { name: /example\.com/ });
    await expect(card).toHaveAttribute('href', 'https://example.com/some/page');
    await expect(card).toHaveAttribute('rel', /noopener/);
  }
  // The line that it was asked for on is the one below it, and has the caret.
  await ann.page.keyboard.type('below');
  await expect(ben.text.getByRole('paragraph')).toHaveText('below');
  await expect(ben.text.locator('iframe')).toHaveCount(0);
  await ann.repeat('Undo');
  await expect(ben.text.getByRole('link')).toHaveCount(0);
  await expectConverged([ann, ben]);
});

test('the page’s policy refuses frames of any other site', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  ann.window.guard.allow(/frame-src|Content Security Policy/);
  const refused = await ann.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
        const frame = document.createElement('iframe');
        frame.src = 'https://example.com/';
        document.body.append(frame);
      }),
  );
  expect(refused).toBe('frame-src');
});

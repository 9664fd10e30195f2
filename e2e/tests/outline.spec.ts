import type { Locator } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';

const outline = ({ page }: DocumentWindow): Locator => page.getByRole('navigation', { name: 'On this page' });
const contents = ({ text }: DocumentWindow): Locator => text.getByRole('navigation', { name: 'Table of contents' });

test('a table of contents lists the headings as they are written, in both windows', async ({ windows }) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('/contents');
  await ann.page.getByRole('option', { name: 'Table of contents' }).click();
  await expect(contents(ben)).toHaveText('Headings of this document are listed here.');
  await ann.typeAtEnd('# One\n## Inside\n# Two');
  for (const window of [ann, ben]) {
    await expect(contents(window).getByRole('button')).toHaveText(['One', 'Inside', 'Two']);
    await expect(outline(window).getByRole('button', { name: /One|Inside|Two/ })).toHaveText(['One', 'Inside', 'Two']);
  }
  await expect(contents(ben).getByRole('button', { name: 'Inside' })).toHaveAttribute('data-indent', '1');
  await ann.page.keyboard.type(' and a half');
  await expect(contents(ben).getByRole('button').last()).toHaveText('Two and a half');
  await ann.chooseBlock('Text');
  await expect(contents(ben).getByRole('button')).toHaveText(['One', 'Inside']);
});

test('the outline leads to a heading and marks the one that is read; it is hidden for good, and on a phone', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  await ann.typeAtEnd(`# First\n${'line\n'.repeat(40)}# Second\n${'line\n'.repeat(40)}end`);
  const link = (name: string) => outline(ann).getByRole('button', { name });
  await link('First').click();
  await expect(ann.text.getByRole('heading', { name: 'First' })).toBeInViewport();
  await expect(link('First')).toHaveAttribute('aria-current', 'location');
  await link('Second').click();
  await expect(ann.text.getByRole('heading', { name: 'Second' })).toBeInViewport();
  await expect(link('Second')).toHaveAttribute('aria-current', 'location');
  await ann.page.keyboard.type('The ');
  await expect(link('The Second')).toBeVisible();

  await outline(ann).getByRole('button', { name: 'Hide the outline' }).click();
  await expect(link('First')).toHaveCount(0);
  await ann.page.reload();
  await ann.opened();
  await outline(ann).getByRole('button', { name: 'Show the outline' }).click();
  await expect(link('First')).toBeVisible();
  await ann.page.setViewportSize({ width: 390, height: 800 });
  await expect(outline(ann)).toBeHidden();
});

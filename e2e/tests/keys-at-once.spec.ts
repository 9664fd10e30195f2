import type { Page } from '@playwright/test';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

const HOME = ['Home', 36] as const;
const BACKSPACE = ['Backspace', 8] as const;

/** Presses keys while the page is busy, so that it hears of all of them before the browser tells where the caret is. */
const pressWhileBusy = async (page: Page, keys: readonly (readonly [key: string, code: number])[]): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const busy = page.evaluate(() => {
    const until = performance.now() + 700;
    while (performance.now() < until);
  });
  const presses = keys.flatMap(([key, windowsVirtualKeyCode]) =>
    (['rawKeyDown', 'keyUp'] as const).map((type) =>
      session.send('Input.dispatchKeyEvent', { type, key, code: key, windowsVirtualKeyCode }),
    ),
  );
  await Promise.all([busy, ...presses]);
  await session.detach();
};

test('keys that are pressed while the page is busy act where the one before has brought the caret', async ({
  windows,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  await ann.typeAtEnd('one\ntwo');
  await pressWhileBusy(ann.page, [HOME, BACKSPACE]);
  for (const each of [ann, ben]) await expect.poll(() => each.blocks()).toEqual([['p', 'onetwo']]);
  await expectConverged([ann, ben]);
});

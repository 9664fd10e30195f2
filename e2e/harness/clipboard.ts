import type { Page } from '@playwright/test';

/** What a program puts on the clipboard, by media type. */
export type Clip = Readonly<Record<string, string>>;

/** Puts it there as another program would: by a copy in this page, which hands out this in place of its own. */
export const putOnClipboard = async (page: Page, clip: Clip): Promise<void> => {
  await page.evaluate((data) => {
    const onCopy = (event: ClipboardEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
      for (const [type, text] of Object.entries(data)) event.clipboardData?.setData(type, text);
    };
    window.addEventListener('copy', onCopy, { capture: true, once: true });
  }, clip);
  await page.keyboard.press('ControlOrMeta+c');
};

/** What is on the clipboard, read by a paste that goes nowhere. */
export const readClipboard = async (page: Page): Promise<Clip> => {
  const read = await page.evaluateHandle(() => {
    const pasted = new Promise<Record<string, string>>((resolve) => {
      const onPaste = (event: ClipboardEvent): void => {
        event.preventDefault();
        event.stopImmediatePropagation();
        const data = event.clipboardData;
        resolve(Object.fromEntries((data?.types ?? []).map((type) => [type, data?.getData(type) ?? ''])));
      };
      window.addEventListener('paste', onPaste, { capture: true, once: true });
    });
    // Not the promise itself, which would be waited for: the paste comes next.
    return { pasted };
  });
  await page.keyboard.press('ControlOrMeta+v');
  return read.evaluate(({ pasted }) => pasted);
};

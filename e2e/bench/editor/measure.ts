import type { Page } from '@playwright/test';

export interface Figures {
  /** Milliseconds from the page's start until every block stands in it and has been painted. */
  readonly open: number;
  /** Milliseconds from a key going down to the frame after it was handled. */
  readonly keystrokes: readonly number[];
}

const EDITABLE = '[contenteditable="true"]';
/** Between two letters, as a fast typist. */
const PACE_MS = 120;
const OPEN_LIMIT_MS = 120_000;

/** Has a page note when it has painted so many blocks; to be called before it is opened. */
export const watchOpening = async (page: Page, blocks: number): Promise<void> => {
  await page.addInitScript(
    ({ selector, count }) => {
      const look = (): void => {
        if ((document.querySelector(selector)?.childElementCount ?? 0) < count) requestAnimationFrame(look);
        else setTimeout(() => Object.assign(window, { openedAt: performance.now() }));
      };
      requestAnimationFrame(look);
    },
    { selector: EDITABLE, count: blocks },
  );
};

/** Milliseconds that opening took, on the page's own clock; resolves once it is open. */
export const opened = async (page: Page): Promise<number> => {
  const openedAt = await page.waitForFunction(() => Reflect.get(window, 'openedAt') as number | undefined, undefined, {
    timeout: OPEN_LIMIT_MS,
  });
  return Number(await openedAt.jsonValue());
};

/** Types letters, by real key presses, at the end of the block in the middle of the document. */
export const typed = async (page: Page, letters: number): Promise<number[]> => {
  await page.evaluate((selector) => {
    const delays: number[] = [];
    Object.assign(window, { delays });
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => setTimeout(() => delays.push(performance.now() - timeStamp)));
      },
      { capture: true },
    );
    const root = document.querySelector(selector);
    root?.children[Math.floor(root.childElementCount / 2)]?.scrollIntoView({ block: 'center' });
  }, EDITABLE);
  const middle = page.locator(`${EDITABLE} > *`).nth(await middleOf(page));
  await middle.click();
  await page.keyboard.press('End');
  await page.evaluate(() => Reflect.get(window, 'delays').splice(0));
  for (let i = 0; i < letters; i++) {
    await page.keyboard.press('abcdefghij'[i % 10] ?? 'a');
    await page.waitForTimeout(PACE_MS);
  }
  await page.waitForFunction((count) => Reflect.get(window, 'delays').length >= count, letters);
  return await page.evaluate(() => Reflect.get(window, 'delays') as number[]);
};

const middleOf = async (page: Page): Promise<number> =>
  await page.evaluate(
    (selector) => Math.floor((document.querySelector(selector)?.childElementCount ?? 0) / 2),
    EDITABLE,
  );

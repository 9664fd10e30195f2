import { expect, type Locator } from '@playwright/test';
import type { DocumentWindow } from './document-window.ts';

/** The grip beside the block that holds these words, found as a person does: by pointing at the block. */
export const gripOf = async ({ page, text }: DocumentWindow, words: string): Promise<Locator> => {
  await page.mouse.move(0, 0);
  await text.getByText(words, { exact: true }).hover();
  const grip = page.getByRole('button', { name: 'Block menu' });
  await expect(grip).toBeVisible();
  return grip;
};

interface Drop {
  /** The block that is dropped beside. */
  readonly on: string;
  readonly side: 'above' | 'below';
  /** Pixels to the right of where it was taken. */
  readonly right?: number;
}

/** Takes the block with these words by its grip and holds it over a place; let go with `page.mouse.up()`. */
export const dragTo = async (window: DocumentWindow, words: string, { on, side, right = 0 }: Drop): Promise<void> => {
  const { page, text } = window;
  const from = await (await gripOf(window, words)).boundingBox();
  const target = await text.getByText(on, { exact: true }).boundingBox();
  if (from === null || target === null) throw new Error('what is to be dragged, or where, is not there');
  const x = from.x + from.width / 2;
  await page.mouse.move(x, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(x + right, from.y - 8, { steps: 3 });
  await page.mouse.move(x + right, side === 'above' ? target.y + 2 : target.y + target.height - 2, { steps: 5 });
  await expect(page.getByTestId('drop-line')).toBeVisible();
};

/** What a reader sees of the text, a line a block, items of lists with a dash as deep as they stand. */
export const outlineOf = ({ text }: DocumentWindow): Promise<string[]> =>
  text.evaluate((root) => {
    const lines: string[] = [];
    const read = (element: Element, depth: number): void => {
      for (const child of element.children) {
        if (child.matches('ul, ol')) read(child, depth + 1);
        else if (child.matches('li') && child.querySelector(':scope > ul, :scope > ol') !== null) read(child, depth);
        else lines.push(`${depth === 0 ? '' : `${'  '.repeat(depth - 1)}- `}${child.textContent ?? ''}`);
      }
    };
    read(root, 0);
    return lines;
  });

import { type BoardElement, shownElements } from '@cowrite/editor/content/board';
import { expect, type Locator, type Page } from '@playwright/test';
import * as Y from 'yjs';
import type { Window, Windows } from './browser.ts';
import type { CowriteServer } from './server.ts';
import { WireClient } from './wire-client.ts';

/** A point of the canvas, pixels from its corner. */
export type Spot = readonly [x: number, y: number];

/** A window on a board, driven by mouse and keys as a person does. */
export class BoardWindow {
  readonly window: Window;
  readonly page: Page;
  readonly board: Locator;
  readonly title: Locator;
  readonly savedState: Locator;
  readonly people: Locator;

  constructor(window: Window) {
    this.window = window;
    this.page = window.page;
    this.board = this.page.getByRole('region', { name: /^(Board|白板)/ });
    this.title = this.page.getByRole('textbox', { name: 'Document title' });
    this.savedState = this.page.getByTestId('saved-state');
    this.people = this.page.getByRole('button', { name: /^\d+ (person|people) here$/ });
  }

  /** Makes a board from Home, as a new person. */
  static async create(windows: Windows, home = '/'): Promise<BoardWindow> {
    const window = await windows.open(home);
    await window.page.getByRole('button', { name: 'New board' }).first().click();
    return new BoardWindow(window).opened();
  }

  /** Opens the same board as another person. */
  async shareWith(windows: Windows): Promise<BoardWindow> {
    return new BoardWindow(await windows.open(this.page.url())).opened();
  }

  get documentId(): string {
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
  }

  /** Waits until the canvas is there to draw on. */
  async opened(): Promise<this> {
    await expect(this.board.locator('canvas.interactive')).toBeVisible({ timeout: 20_000 });
    await expect(this.page.locator('.excalidraw .LoadingMessage')).toHaveCount(0);
    return this;
  }

  async expectSaved(timeout = 10_000): Promise<void> {
    await expect(this.savedState).toHaveText('Saved state: Saved', { timeout });
  }

  /** Drags with the mouse from one spot to another, in steps as a hand does. */
  async drag(from: Spot, to: Spot): Promise<void> {
    const box = await this.#box();
    await this.page.mouse.move(box.x + from[0], box.y + from[1]);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + to[0], box.y + to[1], { steps: 8 });
    await this.page.mouse.up();
  }

  async click(at: Spot): Promise<void> {
    const box = await this.#box();
    await this.page.mouse.click(box.x + at[0], box.y + at[1]);
  }

  async hover(at: Spot, steps = 1): Promise<void> {
    const box = await this.#box();
    await this.page.mouse.move(box.x + at[0], box.y + at[1], { steps });
  }

  /** Drags a finger from one spot to another. */
  async touch(from: Spot, to: Spot): Promise<void> {
    const box = await this.#box();
    const session = await this.page.context().newCDPSession(this.page);
    const steps = 6;
    for (let step = 0; step <= steps; step++) {
      const [x, y] = [0, 1].map((axis) => (from[axis] ?? 0) + (((to[axis] ?? 0) - (from[axis] ?? 0)) * step) / steps);
      await session.send('Input.dispatchTouchEvent', {
        type: step === 0 ? 'touchStart' : 'touchMove',
        touchPoints: [{ x: box.x + (x ?? 0), y: box.y + (y ?? 0) }],
      });
    }
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await session.detach();
  }

  /** Draws with the tool of this key. */
  async draw(tool: string, from: Spot, to: Spot): Promise<void> {
    await this.page.keyboard.press(tool);
    await this.drag(from, to);
  }

  /** Brings everything that is drawn into view, with no tools beside it. */
  async fit(): Promise<void> {
    // The hand lets go of what is selected.
    await this.page.keyboard.press('h');
    await this.page.keyboard.press('Shift+Digit1');
    await this.page.keyboard.press('v');
  }

  /** What the canvas shows, without what belongs to this window alone: a share of dark pixels, and the picture in coarse. */
  async looks(): Promise<readonly number[]> {
    return this.board.locator('canvas.static').evaluate((canvas: HTMLCanvasElement) => {
      const small = document.createElement('canvas');
      small.width = 64;
      small.height = 40;
      const context = small.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 64, 40);
      context.drawImage(canvas, 0, 0, 64, 40);
      const { data } = context.getImageData(0, 0, 64, 40);
      return Array.from(
        { length: 64 * 40 },
        (_, at) => ((data[at * 4] ?? 0) + (data[at * 4 + 1] ?? 0) + (data[at * 4 + 2] ?? 0)) / 3,
      );
    });
  }

  async #box() {
    const box = await this.board.locator('canvas.interactive').boundingBox();
    if (box === null) throw new Error('the canvas is not there');
    return box;
  }
}

/** How far two looks are apart: the mean of all pixels, of 255. */
export const apart = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length;

/** Waits until both windows, looking at everything, show the same picture. */
export const expectSameLook = async (one: BoardWindow, other: BoardWindow): Promise<void> => {
  await expect
    .poll(async () => {
      // Anew each time: what still comes makes all there is another.
      await one.fit();
      await other.fit();
      const [a, b] = [await one.looks(), await other.looks()];
      const drawn = a.some((value) => value < 250);
      return drawn ? apart(a, b) : 255;
    })
    .toBeLessThan(1);
};

/** What the server has of a board, read as a further client. */
export const elementsOn = async (server: CowriteServer, documentId: string): Promise<readonly BoardElement[]> => {
  const client = await WireClient.join(server.syncUrl(documentId), new Y.Doc());
  const elements = [...shownElements(client.doc)];
  await client.close();
  return elements;
};

/** The types of all that is on a window's board, in the alphabet's order. */
export const typesOn = async (server: CowriteServer, { documentId }: BoardWindow): Promise<string[]> =>
  (await elementsOn(server, documentId)).map(({ type }) => type).sort();

/** The first of a type; throws where there is none. */
export const oneOn = async (
  server: CowriteServer,
  { documentId }: BoardWindow,
  type: string,
): Promise<BoardElement> => {
  const found = (await elementsOn(server, documentId)).find((each) => each.type === type);
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found;
};

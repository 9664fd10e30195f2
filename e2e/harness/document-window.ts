import { expect, type Locator, type Page } from '@playwright/test';
import type { Window, Windows } from './browser.ts';

/** What a reader sees of the text: each block's element and words, in order. */
export type Blocks = readonly (readonly [element: string, text: string])[];

/** A window on a document, addressed by roles and accessible names as a person with a screen reader would. */
export class DocumentWindow {
  readonly window: Window;
  readonly page: Page;
  readonly title: Locator;
  readonly text: Locator;
  readonly savedState: Locator;
  readonly people: Locator;
  readonly toolbar: Locator;

  constructor(window: Window) {
    this.window = window;
    this.page = window.page;
    this.title = this.page.getByRole('textbox', { name: 'Document title' });
    this.text = this.page.getByRole('textbox', { name: /^Text of / });
    this.savedState = this.page.getByTestId('saved-state');
    this.people = this.page.getByRole('button', { name: /^\d+ (person|people) here$/ });
    this.toolbar = this.page.getByRole('toolbar', { name: 'Formatting' });
  }

  /** Makes a document from Home, as a new person. */
  static async create(windows: Windows, home = '/'): Promise<DocumentWindow> {
    const window = await windows.open(home);
    await window.page.getByRole('button', { name: 'New document' }).first().click();
    return new DocumentWindow(window).opened();
  }

  /** Opens the same document as another person. */
  async shareWith(windows: Windows): Promise<DocumentWindow> {
    return new DocumentWindow(await windows.open(this.page.url())).opened();
  }

  /** Waits until the text is there to write in. */
  async opened(): Promise<this> {
    await expect(this.text).toBeVisible();
    return this;
  }

  async typeAtEnd(words: string, delay = 0): Promise<void> {
    await this.text.focus();
    await this.page.keyboard.press('ControlOrMeta+End');
    await this.page.keyboard.type(words, { delay });
  }

  /** Makes the block at the caret of this kind, and waits until the toolbar says that it is. */
  async chooseBlock(name: string): Promise<void> {
    await this.toolbar.getByRole('button', { name: /^Block type/ }).click();
    await this.page.getByRole('menuitem', { name }).click();
    await expect(this.toolbar.getByRole('button', { name: `Block type: ${name}` })).toBeVisible();
  }

  /** Presses a button of the toolbar, or the item of one of its menus. */
  async press(name: string): Promise<void> {
    const button = this.toolbar.getByRole('button', { name, exact: true });
    if (await button.isVisible()) {
      await button.click();
      return;
    }
    for (const menu of ['Insert', 'More formats and colours', 'More formatting']) {
      const opener = this.toolbar.getByRole('button', { name: menu, exact: true });
      if (!(await opener.isVisible())) continue;
      await opener.click();
      await expect(this.page.getByRole('menu')).toBeVisible();
      const item = this.page.getByRole('menuitem', { name, exact: true });
      if (await item.isVisible()) {
        await item.click();
        return;
      }
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`the toolbar has no ${name}`);
  }

  /** Undoes or redoes until there is nothing more: how keystrokes are joined into steps depends on their pace. */
  async repeat(button: 'Undo' | 'Redo'): Promise<void> {
    const control = this.toolbar.getByRole('button', { name: button });
    while (await control.isEnabled()) await control.click();
  }

  /** Brings the caret to the very start, and waits until the editor was told of it. */
  async goToStart(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Home');
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  async typeAtStart(words: string, delay = 0): Promise<void> {
    await this.text.focus();
    await this.page.keyboard.press('ControlOrMeta+Home');
    await this.page.keyboard.type(words, { delay });
  }

  async expectSaved(): Promise<void> {
    await expect(this.savedState).toHaveText('Saved state: Saved');
  }

  blocks(): Promise<Blocks> {
    return this.text.evaluate((root) =>
      [...root.children].map((block): [string, string] => [block.tagName.toLowerCase(), block.textContent ?? '']),
    );
  }

  /** All of the markup, without what is this window's own. */
  markup(): Promise<string> {
    return this.text.evaluate((root) => {
      const copy = root.cloneNode(true);
      if (!(copy instanceof HTMLElement)) return '';
      for (const element of copy.querySelectorAll('*')) {
        for (const { name } of [...element.attributes]) {
          if (name !== 'href' && name !== 'aria-checked' && name !== 'value') element.removeAttribute(name);
        }
      }
      return copy.innerHTML;
    });
  }
}

/** Waits until all windows show the same text. */
export const expectConverged = async (windows: readonly DocumentWindow[]): Promise<void> => {
  const [first, ...others] = windows;
  for (const other of others) {
    await expect.poll(async () => (await other.markup()) === (await first?.markup())).toBe(true);
  }
};

import type { Page } from '@playwright/test';

/** How Chromium words what it logs when a server or the line to it is gone. */
const NETWORK =
  /net::ERR_(CONNECTION|CONTENT_LENGTH|INTERNET|NETWORK|ADDRESS|EMPTY|SOCKET|FAILED|ABORTED)|WebSocket connection to '[^']*' failed|error occurred when fetching the script/;

/** Hears everything that a page complains of: errors on its console, uncaught exceptions and unhandled rejections. */
export class PageGuard {
  readonly #complaints: string[] = [];
  readonly #allowed: RegExp[] = [];

  constructor(page: Page) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#hear(`console: ${message.text()} (${message.location().url})`);
    });
    // Chromium reports unhandled rejections here too.
    page.on('pageerror', (error) => this.#hear(`uncaught: ${error.stack ?? error.message}`));
    page.on('crash', () => this.#hear('the page crashed'));
  }

  /** From now on the network may fail: the test cuts it. */
  allowNetworkErrors(): void {
    this.allow(NETWORK);
  }

  /** From now on a complaint of this form is part of what the test does. */
  allow(complaint: RegExp): void {
    this.#allowed.push(complaint);
  }

  get complaints(): readonly string[] {
    return this.#complaints;
  }

  #hear(complaint: string): void {
    if (!this.#allowed.some((allowed) => allowed.test(complaint))) this.#complaints.push(complaint);
  }
}

import { defineConfig } from '@playwright/test';
import { findChromium } from './harness/chromium.mjs';

const executablePath = findChromium();
if (executablePath === null) throw new Error('There is no Chromium on this machine: `node e2e/prepare.mjs` gets one.');

export default defineConfig({
  testDir: 'tests',
  testMatch: '**/*.spec.ts',
  outputDir: 'results',
  reporter: [['list']],
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // One that passes only at the second try is reported as flaky, by name.
  retries: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: 'en-US',
    // Without its film, which costs more than the tests do where software renders.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});

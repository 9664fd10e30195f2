import { defineConfig } from '@playwright/test';
import { findChromium } from './harness/chromium.mjs';

const executablePath = findChromium();
if (executablePath === null) throw new Error('There is no Chromium on this machine: `node e2e/prepare.mjs` gets one.');

/** Where every server is several nodes, all takes longer. */
const PATIENCE = Number(process.env.COWRITE_TEST_NODES ?? 1) > 1 ? 3 : 1;

/**
 * What `npm test` runs of them, but for tests that are tagged @more: writing together, saving, offline, access and
 * transport, and one look at everything else.
 * All of them, by `npm run test:all`, take three times as long.
 */
const CORE = [
  'board',
  'board-files',
  'co-editing',
  'comments',
  'comments-roles',
  'examples',
  'history',
  'home',
  'keys-at-once',
  'library',
  'live-values',
  'offline',
  'proxy',
  'share',
  'stock-client',
  'unknown-blocks',
].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: 'tests',
  globalSetup: './harness/services/shared-services.ts',
  projects: [
    { name: 'core', testMatch: CORE, grepInvert: /@more/ },
    { name: 'core-more', testMatch: CORE, grep: /@more/ },
    { name: 'more', testMatch: '**/*.spec.ts', testIgnore: CORE },
  ],
  outputDir: 'results',
  reporter: [['list']],
  fullyParallel: true,
  forbidOnly: true,
  // More than cores: they wait for frames, servers and each other's windows too.
  workers: 3,
  // One that passes only at the second try is reported as flaky, by name.
  retries: 2,
  timeout: 60_000 * PATIENCE,
  expect: { timeout: 10_000 * PATIENCE },
  use: {
    locale: 'en-US',
    // What moves is drawn by the processor here: without it a test costs a twelfth less.
    contextOptions: { reducedMotion: 'reduce' },
    // Each window is a new browser, whose service worker would get all of the app a second time, a fifth of what opening
    // a page costs. The specs of what it is for have it.
    serviceWorkers: 'block',
    // Without its film, which costs more than the tests do where software renders.
    trace: { mode: 'on-first-retry', screenshots: false },
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

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{storage,editor,collab-server}/src/**/*.test.{ts,tsx}', 'e2e/{tests,faults,bench}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

import { defineConfig } from 'vitest/config';

/** Where every server is several nodes, all takes longer. */
const limit = Number(process.env.COWRITE_TEST_NODES ?? 1) > 1 ? 180_000 : 60_000;
const limits = { testTimeout: limit, hookTimeout: limit, setupFiles: 'e2e/harness/seeded.ts' };

/** They hold the server's memory and stalls to a bound, which a busy machine can make look worse once. */
const MEASURES = ['floods', 'hostile-bytes', 'nesting', 'slow-reader'].map((name) => `e2e/faults/${name}.test.ts`);

export default defineConfig({
  test: {
    globalSetup: 'e2e/harness/services/shared-services.ts',
    projects: [
      {
        test: {
          ...limits,
          name: 'units',
          include: ['{storage,editor,collab-server}/src/**/*.test.{ts,tsx}', 'e2e/{tests,bench,cluster}/**/*.test.ts'],
          // More than cores: many wait for servers, kills and deadlines more than they work.
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...limits,
          name: 'faults',
          include: ['e2e/faults/**/*.test.ts'],
          exclude: MEASURES,
          // Never tried again: a lost update is one too many.
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...limits,
          name: 'measures',
          include: MEASURES,
          retry: 2,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

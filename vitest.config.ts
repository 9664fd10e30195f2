import { defineConfig } from 'vitest/config';

// What fails once and then passes is told apart in the report; many tests wait for other processes of a busy machine.
const limits = { testTimeout: 60_000, hookTimeout: 60_000, retry: 2 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...limits,
          name: 'units',
          include: ['{storage,editor,collab-server}/src/**/*.test.{ts,tsx}', 'e2e/{tests,bench}/**/*.test.ts'],
          // Vitest itself leaves a core to its main process, which is idle.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...limits,
          name: 'faults',
          include: ['e2e/faults/**/*.test.ts'],
          // They watch memory and stalls of a server that has the machine to itself.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStore } from '../store-contract.ts';
import { openSqliteStore } from './sqlite-store.ts';

describeStore('SQLite', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cowrite-store-'));
  return {
    open: () => openSqliteStore({ dir }),
    remove: () => rm(dir, { recursive: true }),
  };
});

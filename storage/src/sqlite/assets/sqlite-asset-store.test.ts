import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeAssetStore } from '../../asset-store-contract.ts';
import { openSqliteAssetStore } from './sqlite-asset-store.ts';

describeAssetStore('SQLite', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cowrite-assets-'));
  return {
    open: () => openSqliteAssetStore({ dir }),
    remove: () => rm(dir, { recursive: true }),
  };
});

/**
 * Run by tests, to be killed by them: `upload.test-child.js <dir>` stores a small asset, then puts one that never ends,
 * and prints a line when the small one is stored and at each megabyte of the other.
 */
import { openSqliteAssetStore } from './sqlite-asset-store.ts';

const [dir = ''] = process.argv.slice(2);
const store = await openSqliteAssetStore({ dir, reserve: 0 });
const asset = { documentId: 'a', name: 'small', type: 'text/plain', user: null };

async function* small(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('whole');
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (let megabytes = 0; ; megabytes++) {
    process.stdout.write(`megabytes ${megabytes}\n`);
    yield new Uint8Array(1024 * 1024).fill(megabytes);
  }
}

const { hash } = await store.put(asset, small());
process.stdout.write(`stored ${hash}\n`);
await store.put(asset, endless());

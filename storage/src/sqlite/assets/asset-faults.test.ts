import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AssetCorruptError, AssetSpaceError, type AssetStore } from '../../asset-store.ts';
import { hashOf, inPieces, readAll } from '../../asset-store-contract.ts';
import { StoreOpenError } from '../../document-store.ts';
import { Sqlite } from '../driver.ts';
import { openSqliteAssetStore } from './sqlite-asset-store.ts';

const UPLOADER = fileURLToPath(new URL('../../../dist/sqlite/assets/upload.test-child.js', import.meta.url));
const ASSET = { documentId: 'a', name: 'cat.png', type: 'image/png', user: null };

let dir: string;
let store: AssetStore | null = null;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-asset-faults-'));
});
afterEach(async () => {
  await store?.close();
  store = null;
  await rm(dir, { recursive: true });
});

const open = async (where = dir, reserve = 0): Promise<AssetStore> => {
  store = await openSqliteAssetStore({ dir: where, reserve });
  return store;
};

/** Rows of what isn't an asset's, in the file as it is. */
const leftovers = (): { readonly parts: number; readonly strays: number } => {
  const db = new Sqlite(join(dir, 'assets.sqlite'), { readonly: true });
  try {
    const row = db.prepare<[], { parts: number; strays: number }>(
      `select (select count(*) from part where position >> 32 not in (select key from asset)) as parts,
      (select count(*) from stray) as strays`,
    );
    return row.get() ?? { parts: -1, strays: -1 };
  } finally {
    db.close();
  }
};

test('kill -9 in the midst of an upload leaves what was stored, and nothing of the half', async () => {
  const child = spawn(process.execPath, [UPLOADER, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let hash = '';
  for await (const line of createInterface(child.stdout)) {
    const [word, value = ''] = line.split(' ');
    if (word === 'stored') hash = value;
    if (word === 'megabytes' && Number(value) === 7) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(leftovers().parts).toBeGreaterThan(20);

  const again = await open();
  expect((await readAll(again.read('a', hash))).toString()).toBe('whole');
  expect(await again.totals()).toEqual({ assets: 1, bytes: 5 });
  await expect.poll(leftovers).toEqual({ parts: 0, strays: 0 });
});

test('what is let go, and what broke off, gives its place on the disk back', async () => {
  const assets = await open();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield randomBytes(5_000_000);
    throw new Error('the line is dead');
  }
  await expect(assets.put(ASSET, broken())).rejects.toThrow('the line is dead');
  await assets.put(ASSET, inPieces(randomBytes(5_000_000)));
  await assets.settle('a', new Set(), { now: Date.now() + 1, grace: 0 });
  await expect.poll(leftovers).toEqual({ parts: 0, strays: 0 });
  await assets.close();
  expect((await readFile(join(dir, 'assets.sqlite'))).byteLength).toBeLessThan(500_000);
});

test('damaged bytes are noticed and not returned; the other assets go on', async () => {
  const bytes = Buffer.alloc(600_000, 'whole and sound. ');
  const first = await open();
  const { hash } = await first.put(ASSET, inPieces(bytes));
  const other = await first.put(ASSET, inPieces(Buffer.from('another')));
  await first.close();
  const file = await readFile(join(dir, 'assets.sqlite'));
  const at = file.indexOf('whole and sound', file.byteLength - 200_000);
  file[at] = (file[at] ?? 0) ^ 1;
  await writeFile(join(dir, 'assets.sqlite'), file);

  const again = await open();
  await expect(readAll(again.read('a', hash))).rejects.toBeInstanceOf(AssetCorruptError);
  expect((await readAll(again.read('a', other.hash))).toString()).toBe('another');
});

test('a file that is none is refused with its name, and left as it is', async () => {
  await writeFile(join(dir, 'assets.sqlite'), 'not a database, but somebody’s words');
  const refused = open();
  await expect(refused).rejects.toBeInstanceOf(StoreOpenError);
  await expect(refused).rejects.toThrow(/assets\.sqlite .*damaged/);
  expect(await readFile(join(dir, 'assets.sqlite'), 'utf8')).toBe('not a database, but somebody’s words');
});

test('a second process is refused while the first has it', async () => {
  await open();
  await expect(openSqliteAssetStore({ dir })).rejects.toThrow(/another process holds .*assets\.lock/);
});

test('uploads leave the reserve of the disk to documents', async () => {
  const assets = await open(dir, Number.MAX_SAFE_INTEGER / 2);
  await expect(assets.put(ASSET, inPieces(randomBytes(10)))).rejects.toBeInstanceOf(AssetSpaceError);
  expect(await assets.totals()).toEqual({ assets: 0, bytes: 0 });
});

test('a disk that is full refuses, keeps what it has, and takes more once there is room', async ({ skip }) => {
  const mounted = join(dir, 'small');
  mkdirSync(mounted);
  const { status, stderr } = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', mounted]);
  if (status !== 0) {
    console.warn(`NOT TESTED: a full disk; mounting a small one needs root (${stderr}).`);
    skip();
  }
  try {
    const assets = await open(join(mounted, 'data'));
    const kept = randomBytes(300_000);
    const { hash } = await assets.put(ASSET, inPieces(kept));
    await writeFile(join(mounted, 'ballast'), new Uint8Array(8_000_000)).catch(() => undefined);
    for (const size of [100_000, 3_000_000]) {
      await expect(assets.put(ASSET, inPieces(randomBytes(size)))).rejects.toBeInstanceOf(AssetSpaceError);
    }
    expect(hashOf(await readAll(assets.read('a', hash)))).toBe(hash);

    await rm(join(mounted, 'ballast'));
    const more = randomBytes(1_000_000);
    const stored = await assets.put(ASSET, inPieces(more));
    expect((await readAll(assets.read('a', stored.hash))).equals(more)).toBe(true);
  } finally {
    await store?.close();
    spawnSync('/bin/umount', [mounted]);
  }
});

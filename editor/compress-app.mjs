import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/**
 * Lays a compressed copy beside each of the app's files that gains by it, once at build: the service then sends a third
 * of the bytes and compresses nothing. Brotli where the browser takes it, which over plain http it doesn't; else gzip.
 */
const APP = fileURLToPath(new URL('../collab-server/app', import.meta.url));
const COMPRESSIBLE = /\.(css|js|json|svg|ttf|wasm)$/;
/** Below this the headers outweigh the gain. */
const LEAST_BYTES = 1024;
/** A better one costs seven times as long for a twelfth. */
const BROTLI_QUALITY = 9;

const copies = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gz: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

const files = (await readdir(APP, { recursive: true })).map((name) => join(APP, name));
await Promise.all(
  files
    .filter((file) => COMPRESSIBLE.test(file))
    .map(async (file) => {
      if ((await stat(file)).size < LEAST_BYTES) return;
      const bytes = await readFile(file);
      for (const [ending, compress] of Object.entries(copies)) {
        const copy = await compress(bytes);
        if (copy.length < bytes.length) await writeFile(`${file}.${ending}`, copy);
      }
    }),
);

// What a page loads of each entry, compressed: `npm run sizes -w @cowrite/editor`, after a build.
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const dist = new URL('dist/', import.meta.url);

/** Of chunks, whose names end in a hash. */
const chunksOf = async (name) =>
  (await readdir(new URL('element/chunks/', dist)))
    .filter((file) => file.startsWith(name))
    .map((file) => `element/chunks/${file}`);

const ENTRIES = {
  'react: script (React, Lexical and Yjs are the page’s own)': ['react/index.js'],
  'react: styles': ['react/style.css'],
  'element: all of it': ['element/index.js'],
  'element: styles': ['element/style.css'],
  'a board’s canvas, fetched with the first one': [...(await chunksOf('Canvas-')), 'element/board.css'],
  'client alone, with Yjs': ['element/client.js'],
};

/** A file and those it imports at once; what is imported later isn't loaded with it. */
const withImports = async (file, seen = new Set()) => {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  const text = await readFile(file, 'utf8');
  for (const [, path] of text.matchAll(/(?:^|[;}])(?:import|export)[^;()]*?(?:from)?[`"'](\.[^`"']+\.js)[`"']/g)) {
    await withImports(new URL(path, file), seen);
  }
  return seen;
};

for (const [name, files] of Object.entries(ENTRIES)) {
  let bytes = 0;
  const all = new Set();
  for (const file of files) await withImports(new URL(file, dist), all);
  for (const each of all) bytes += gzipSync(await readFile(new URL(each))).length;
  process.stdout.write(`${String(Math.round(bytes / 1000)).padStart(5)} kB  ${name}\n`);
}

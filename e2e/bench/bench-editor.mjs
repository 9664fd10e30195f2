// What `npm run bench:editor` starts: the compiled command. By URL, or it would be an input of what compiles it.
import { fileURLToPath } from 'node:url';

process.env.COWRITE_MAIN ??= fileURLToPath(new URL('../../collab-server/dist/program/main.js', import.meta.url));
await import(new URL('../dist/bench/editor/main.js', import.meta.url).href);

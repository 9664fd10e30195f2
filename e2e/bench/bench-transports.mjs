// What `npm run bench:transports` starts: the compiled command. By URL, or it would be an input of what compiles it.
import { fileURLToPath } from 'node:url';

process.env.COWRITE_MAIN ??= fileURLToPath(new URL('../../collab-server/dist/program/main.js', import.meta.url));
await import(new URL('../dist/bench/transports/main.js', import.meta.url).href);

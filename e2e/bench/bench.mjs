// What `npm run bench` starts: the compiled command. By URL, or it would be an input of what compiles it.
await import(new URL('../dist/bench/main.js', import.meta.url).href);

// Loaded ahead of a server (`--import`, with `--expose-gc`): a full collection on SIGUSR2, to tell memory that is lost from
// memory that isn't collected yet.
process.on('SIGUSR2', () => {
  for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
});

import fc from 'fast-check';

/**
 * The same examples in every run, so that a run that fails says something of what changed. `PROPERTY_SEED=random` looks
 * for others, `PROPERTY_SEED=<n>` repeats those of a run that failed.
 */
const seed = process.env.PROPERTY_SEED ?? '1';

if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

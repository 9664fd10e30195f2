import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE } from './paths.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { TARGETS, type Target } from './targets.ts';

export const USAGE = `npm run bench -- [options]
  --scenarios a,b   only these (${SCENARIOS.map(({ name }) => name).join(', ')})
  --targets a,b     only these (${TARGETS.map(({ name }) => name).join(', ')})
  --repeats n       runs of each target, in place of a scenario's own number
  --quick           shorter and smaller, for a first impression
  --trace FILE      the editing trace to type, .json or .json.gz (or BENCH_TRACE); one of the same size is made without
  --out FILE        where the results go as JSON
  --profile NAME    no comparison: a CPU profile of cowrite in this scenario`;

export interface Options {
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Target[];
  /** Null for each scenario's own. */
  readonly repeats: number | null;
  readonly quick: boolean;
  /** Null for a synthetic one. */
  readonly trace: string | null;
  readonly out: string;
  readonly profile: Scenario | null;
  readonly help: boolean;
}

const named = <Named extends { readonly name: string }>(all: readonly Named[], names: string | undefined): Named[] => {
  if (names === undefined) return [...all];
  return names.split(',').map((name) => {
    const found = all.find((each) => each.name === name);
    if (!found) throw new RangeError(`there is no ${name}, only ${all.map((each) => each.name).join(', ')}`);
    return found;
  });
};

/** Throws on what it doesn't know. */
export const parseOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenarios: { type: 'string' },
      targets: { type: 'string' },
      repeats: { type: 'string' },
      quick: { type: 'boolean', default: false },
      trace: { type: 'string' },
      out: { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const repeats = values.repeats === undefined ? null : Number(values.repeats);
  if (repeats !== null && !(Number.isInteger(repeats) && repeats > 0)) throw new RangeError('--repeats is 1 or more');
  return {
    scenarios: named(SCENARIOS, values.scenarios),
    targets: named<Target>(TARGETS, values.targets),
    repeats,
    quick: values.quick,
    trace: values.trace ?? process.env.BENCH_TRACE ?? null,
    out: values.out ?? join(CACHE, 'results', `${new Date().toISOString().replaceAll(':', '-')}.json`),
    profile: values.profile === undefined ? null : (named(SCENARIOS, values.profile)[0] ?? null),
    help: values.help,
  };
};

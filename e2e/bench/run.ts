import { calmMachine } from './process/machine.ts';
import type { Medians, Verdict } from './report/bars.ts';
import type { Context, Figures, Scenario } from './scenario.ts';
import { median } from './statistics.ts';
import type { Target } from './targets.ts';

/** Where threads had to wait for a core more than this share of the time, the run is repeated: a starved server coalesces more. */
const CALM = 0.2;
/** How long a run waits for the machine's other work to end. */
const CALM_LIMIT_MS = 10_000;

interface Run {
  readonly target: string;
  readonly figures: Figures;
}

interface Failure {
  readonly target: string;
  readonly error: string;
}

export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly runs: readonly Run[];
  readonly failures: readonly Failure[];
  readonly medians: Medians;
  readonly verdicts: readonly Verdict[];
}

interface RunOptions {
  readonly targets: readonly Target[];
  readonly repeats: number;
  readonly context: Context;
  readonly onRun: (run: Run | Failure) => void;
}

const starvedOf = ({ figures }: Run): number => figures.starved ?? 0;
const isCalm = (run: Run): boolean => starvedOf(run) <= CALM;

/**
 * Measures the targets in turn, the other way round every second time, so that the machine's moods meet all alike. Runs
 * that were starved are made up for, at most as many as there are repeats; the calmest count.
 */
export const runScenario = async (scenario: Scenario, options: RunOptions): Promise<ScenarioResult> => {
  const { targets, repeats, context, onRun } = options;
  const runs: Run[] = [];
  const failures: Failure[] = [];
  const most = repeats === 1 ? 1 : 2 * repeats;
  for (let round = 0; round < most; round++) {
    for (const target of round % 2 === 0 ? targets : targets.toReversed()) {
      const calm = runs.filter((run) => run.target === target.name && isCalm(run)).length;
      const failed = failures.some((failure) => failure.target === target.name);
      if (round >= repeats && (failed || calm >= repeats)) continue;
      const outcome = await measure(scenario, target, context);
      if ('error' in outcome) failures.push(outcome);
      else runs.push(outcome);
      onRun(outcome);
    }
  }
  const medians = new Map(
    targets.map(({ name }) => [
      name,
      mediansOf(
        calmest(
          runs.filter(({ target }) => target === name),
          repeats,
        ),
      ),
    ]),
  );
  return { scenario, runs, failures, medians, verdicts: scenario.bars.map((bar) => bar(medians)) };
};

const measure = async (scenario: Scenario, target: Target, context: Context): Promise<Run | Failure> => {
  if (!context.quick) await calmMachine(CALM_LIMIT_MS);
  try {
    return { target: target.name, figures: await scenario.measure(target, context) };
  } catch (error) {
    return { target: target.name, error: error instanceof Error ? error.message : String(error) };
  }
};

const calmest = (runs: readonly Run[], count: number): Run[] =>
  runs.toSorted((a, b) => starvedOf(a) - starvedOf(b)).slice(0, count);

const mediansOf = (runs: readonly Run[]): Figures => {
  const names = new Set(runs.flatMap(({ figures }) => Object.keys(figures)));
  return Object.fromEntries(
    [...names].map((name) => [name, median(runs.map(({ figures }) => figures[name] ?? Number.NaN))]),
  );
};

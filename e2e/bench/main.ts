import { typedDocument } from './documents/typed-document.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { installPeers } from './peers.ts';
import { profileScenario } from './profile.ts';
import { settingOf, writeResults } from './report/json.ts';
import { resultTable, verdictTable } from './report/markdown.ts';
import { runScenario, type ScenarioResult } from './run.ts';
import type { Context } from './scenario.ts';

const compare = async (
  { scenarios, targets, repeats, quick, trace, out }: Options,
  context: Context,
): Promise<void> => {
  installPeers(targets.map(({ name }) => name));
  const setting = settingOf({ trace: trace ?? 'synthetic', isQuick: quick });
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    const chosen = targets.filter(({ name }) => scenario.targets.includes(name));
    const result = await runScenario(scenario, {
      targets: chosen,
      repeats: repeats ?? (quick ? 1 : scenario.repeats),
      context,
      onRun: (run) => console.error(`${scenario.name} ${JSON.stringify(run)}`),
    });
    results.push(result);
    console.info(resultTable(result, chosen));
    writeResults(out, setting, results);
  }
  console.info(verdictTable(results));
  console.info(`${JSON.stringify(setting)}\nall runs: ${out}`);
};

const run = async (options: Options): Promise<void> => {
  const context: Context = { quick: options.quick, typed: typedDocument(options.trace), nodeArgs: [] };
  if (options.profile) await profileScenario(options.profile, context);
  else await compare(options, context);
};

let options: Options | null = null;
try {
  options = parseOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exit(2);
}
if (options.help) console.info(USAGE);
else await run(options);
process.exit(0);

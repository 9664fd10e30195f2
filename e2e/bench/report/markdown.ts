import type { ScenarioResult } from '../run.ts';
import type { Target } from '../targets.ts';

/** Three significant digits, large numbers in thousands or millions. */
const number = (value: number | undefined): string => {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e6) return `${(value / 1e6).toPrecision(3)} M`;
  if (size >= 1e4) return `${Math.round(value / 1e3)} k`;
  return size >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(row)].join('\n');

/** Every target's medians. */
export const resultTable = (result: ScenarioResult, targets: readonly Target[]): string => {
  const { scenario, medians, runs, failures } = result;
  const rows = targets.map(({ name, title }) => {
    const count = runs.filter(({ target }) => target === name).length;
    const failure = failures.find(({ target }) => target === name);
    if (count === 0) return [title, `failed: ${failure?.error.split('\n')[0] ?? ''}`];
    const figures = scenario.columns.map(({ figure }) => number(medians.get(name)?.[figure]));
    return [title, ...figures, number((medians.get(name)?.starved ?? Number.NaN) * 100), String(count)];
  });
  const head = ['server', ...scenario.columns.map(({ heading }) => heading), 'starved %', 'runs'];
  return `**${scenario.title}** (\`${scenario.name}\`)\n\n${table(head, rows)}\n`;
};

const outcome = (met: boolean | null): string => (met === null ? 'not measured' : met ? 'met' : '**missed**');

/** Whether cowrite meets its bars. */
export const verdictTable = (results: readonly ScenarioResult[]): string => {
  const rows = results.flatMap(({ scenario, verdicts }) =>
    verdicts.map(({ bar, ours, theirs, limit, met }) => {
      const ratio = Number.isFinite(theirs) ? `${number(ours / theirs)} ×` : '–';
      return [scenario.name, bar, number(ours), number(theirs), ratio, number(limit), outcome(met)];
    }),
  );
  const head = ['scenario', 'bar', 'cowrite', 'compared with', 'ratio', 'limit', ''];
  return `**cowrite against its bars**\n\n${table(head, rows)}\n`;
};

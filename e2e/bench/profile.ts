import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, PROJECT } from './paths.ts';
import type { Context, Scenario } from './scenario.ts';
import { TARGETS } from './targets.ts';

const MOST_FUNCTIONS = 25;
const LEAST_BUSY_S = 0.2;
const MICROSECONDS = 1e6;
const LOADER = /^node:internal\/(modules|bootstrap|main|process\/esm_loader)/;

/** What `--cpu-prof` writes, as far as it is read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly children?: readonly number[];
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const placeOf = (url: string): string =>
  decodeURIComponent(url.replace(/^file:\/\//, ''))
    .replace(`${PROJECT}/`, '')
    .replace(/^.*node_modules\//, '');

/** What loads the program, and all that it calls: no part of what the scenario costs. */
const loading = ({ nodes }: CpuProfile): Set<number> => {
  const children = new Map(nodes.map((node) => [node.id, node.children ?? []]));
  const found = new Set(nodes.filter(({ callFrame }) => LOADER.test(callFrame.url)).map(({ id }) => id));
  for (const id of found) for (const child of children.get(id) ?? []) found.add(child);
  return found;
};

/** Self time by function, as text; null for a thread that had next to nothing to do. */
const selfTimes = (name: string, profile: CpuProfile): string | null => {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  const loads = loading(profile);
  let [busy, idle] = [0, 0];
  profile.samples.forEach((id, index) => {
    const frame = frames.get(id);
    const time = profile.timeDeltas[index] ?? 0;
    if (loads.has(id)) return;
    if (!frame || frame.functionName === '(idle)') {
      idle += time;
      return;
    }
    busy += time;
    const place = frame.url === '' ? '' : ` ${placeOf(frame.url)}:${frame.lineNumber + 1}`;
    const key = `${frame.functionName || '(anonymous)'}${place}`;
    times.set(key, (times.get(key) ?? 0) + time);
  });
  if (busy / MICROSECONDS < LEAST_BUSY_S) return null;
  const lines = [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_FUNCTIONS)
    .map(([key, time]) => `${((time / busy) * 100).toFixed(1).padStart(5)} %  ${key}`);
  const seconds = `busy ${(busy / MICROSECONDS).toFixed(1)} s, idle ${(idle / MICROSECONDS).toFixed(1)} s`;
  return `${name}: ${seconds}\n${lines.join('\n')}\n`;
};

/** Runs a scenario once over cowrite, keeps a CPU profile of each of its threads, and prints where their time went. */
export const profileScenario = async (scenario: Scenario, context: Context): Promise<void> => {
  const dir = join(CACHE, 'profiles', `${scenario.name}-${new Date().toISOString().replaceAll(':', '-')}`);
  mkdirSync(dir, { recursive: true });
  const nodeArgs = ['--cpu-prof', `--cpu-prof-dir=${dir}`, '--cpu-prof-interval=500'];
  const figures = await scenario.measure(TARGETS[0], { ...context, nodeArgs });
  console.info(JSON.stringify(figures));
  for (const name of readdirSync(dir).sort()) {
    const profile = JSON.parse(readFileSync(join(dir, name), 'utf8')) as CpuProfile;
    const text = selfTimes(name, profile);
    if (text !== null) console.info(text);
  }
  console.info(`profiles, for a browser's developer tools: ${dir}`);
};

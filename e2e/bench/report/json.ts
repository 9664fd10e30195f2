import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { PROJECT } from '../paths.ts';
import { PEER_PACKAGES } from '../peers.ts';
import type { ScenarioResult } from '../run.ts';

export interface Setting {
  readonly date: string;
  readonly revision: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly loadAverage: number;
  readonly trace: string;
  readonly isQuick: boolean;
}

/** Of the checkout; empty outside one. */
const revision = (): string => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: PROJECT, encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
};

/** What a result can't be read without. */
export const settingOf = (options: { readonly trace: string; readonly isQuick: boolean }): Setting => ({
  date: new Date().toISOString(),
  revision: revision(),
  node: process.version,
  cpu: cpus()[0]?.model ?? '',
  cores: cpus().length,
  loadAverage: loadavg()[0] ?? 0,
  ...options,
});

/** Writes all runs, medians and verdicts; figures that weren't measured are null. */
export const writeResults = (file: string, setting: Setting, results: readonly ScenarioResult[]): void => {
  const scenarios = results.map(({ scenario: { name, title }, medians, verdicts, runs, failures }) => ({
    name,
    title,
    medians: Object.fromEntries(medians),
    verdicts,
    runs,
    failures,
  }));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...setting, peers: PEER_PACKAGES, scenarios }, null, 1)}\n`);
};

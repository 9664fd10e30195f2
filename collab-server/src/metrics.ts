import type { AssetStore, DocumentStore } from '@cowrite/storage';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Peers } from './cluster/peers.ts';
import type { LiveSessions } from './sync/live-sessions.ts';
import type { Refusals } from './sync/refusals.ts';
import type { Rooms } from './sync/rooms.ts';

interface MetricsSources {
  readonly store: DocumentStore;
  readonly assets: AssetStore | null;
  readonly rooms: Rooms;
  readonly live: LiveSessions;
  readonly refusals: Refusals;
  /** Null where this is the only node. */
  readonly peers: Peers | null;
}

export interface Metrics {
  readonly contentType: string;
  /** All figures, in Prometheus' text format. */
  text(): Promise<string>;
}

/** The service's figures, read when asked for: counting costs the hot path nothing but an addition. */
export const createMetrics = ({ store, assets, rooms, live, refusals, peers }: MetricsSources): Metrics => {
  const registry = new Registry();
  // The loop's delay is told with this many milliseconds on top; the default, 10, costs an idle process a hundredth of a core.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const gauge = (name: string, help: string, read: () => number): void => {
    const metric: Gauge = new Gauge({ name, help, registers: [registry], collect: () => metric.set(read()) });
  };
  const counter = (name: string, help: string, read: () => number): void => {
    const metric: Counter = new Counter({
      name,
      help,
      registers: [registry],
      collect: () => {
        metric.reset();
        metric.inc(read());
      },
    });
  };
  gauge('cowrite_connections', 'Open connections', () => live.size);
  gauge('cowrite_rooms', 'Documents open in memory', () => rooms.count);
  gauge('cowrite_rooms_asleep', 'Open documents whose content is on disk only', () => rooms.asleepCount);
  counter('cowrite_compactions_total', 'Logs turned into snapshots', () => rooms.compactionCount);
  gauge('cowrite_storage_failing', '1 while nothing can be saved', () => (store.failure ? 1 : 0));
  if (peers) gauge('cowrite_nodes_unheard', '1 while other nodes cannot be heard', () => (peers.isUp ? 0 : 1));
  counter('cowrite_commits_total', 'Transactions committed', () => store.stats.commits);
  counter('cowrite_log_rows_total', 'Log rows committed', () => store.stats.rows);
  counter('cowrite_log_bytes_total', 'Bytes of updates committed', () => store.stats.bytes);
  counter('cowrite_commit_seconds_total', 'Time spent committing, fsync included', () => store.stats.commitMs / 1000);
  if (assets) {
    const bytes = new Gauge({ name: 'cowrite_asset_bytes', help: 'Bytes of uploaded files', registers: [registry] });
    const count: Gauge = new Gauge({
      name: 'cowrite_assets',
      help: 'Uploaded files',
      registers: [registry],
      collect: async () => {
        // While they can't be had the last ones stand: that the store fails is what has to be told then.
        const totals = store.failure ? null : await assets.totals().catch(() => null);
        if (totals === null) return;
        count.set(totals.assets);
        bytes.set(totals.bytes);
      },
    });
  }
  const refused: Counter<'reason'> = new Counter({
    name: 'cowrite_refusals_total',
    help: 'Sessions ended by the server, by reason',
    labelNames: ['reason'],
    registers: [registry],
    collect: () => {
      refused.reset();
      for (const [reason, count] of refusals.counts) refused.inc({ reason }, count);
    },
  });
  return { contentType: registry.contentType, text: () => registry.metrics() };
};

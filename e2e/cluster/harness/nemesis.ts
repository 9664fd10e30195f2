import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../harness/random.ts';
import type { CowriteServer } from '../../harness/server.ts';
import type { Cluster, Node } from './cluster.ts';

const MISHAPS = { lost: 0.2, doubled: 0.2, delayed: 0.3, longestDelay: 400 };
const START_LIMIT_MS = 60_000;

/** One way to break something. */
interface Harm {
  readonly name: string;
  /** What is broken by it; it isn't broken twice at a time. */
  readonly target: string;
  /** For so many milliseconds at most. */
  readonly longest: number;
  /** Returns what mends it. */
  readonly strike: () => Promise<() => Promise<void>>;
}

/** Breaks a cluster in one way after the other, and mends it again. */
export class Nemesis {
  /** What it did, in order. */
  readonly story: string[] = [];
  readonly #cluster: Cluster;
  readonly #random: Random;
  readonly #mends = new Set<() => Promise<void>>();
  readonly #broken = new Set<string>();

  constructor(cluster: Cluster, random: Random) {
    this.#cluster = cluster;
    this.#random = random;
  }

  /** Does one harm, which is mended a while later by itself. */
  async strike(): Promise<void> {
    const node = this.#random.between(0, this.#cluster.nodes.length - 1);
    const harm = this.#random.pick([
      ...harmsOfNode(this.#cluster.nodes[node] as Node, node),
      ...harmsOfServices(this.#cluster, this.#random.pick(['SIGINT', 'SIGQUIT'] as const)),
    ]);
    const duration = this.#random.between(100, harm.longest);
    if (this.#broken.has(harm.target)) return;
    this.#broken.add(harm.target);
    this.story.push(harm.name);
    this.#mendLater(harm.target, duration, await harm.strike());
  }

  /** Mends everything at once. */
  async heal(): Promise<void> {
    await Promise.all([...this.#mends].map((mend) => mend()));
  }

  #mendLater(target: string, milliseconds: number, mend: () => Promise<void>): void {
    let mended: Promise<void> | null = null;
    const once = (): Promise<void> => {
      mended ??= mend().finally(() => {
        this.#broken.delete(target);
        this.#mends.delete(once);
      });
      return mended;
    };
    this.#mends.add(once);
    // What it fails with is told by `heal`.
    void delay(milliseconds, undefined, { ref: false }).then(() => once().catch(() => {}));
  }
}

const harmsOfNode = ({ server, toPostgres, toRedis }: Node, index: number): Harm[] => [
  {
    name: `kill ${index}`,
    target: `node ${index}`,
    longest: 3_000,
    strike: async () => {
      await server.kill();
      return () => startAgain(server);
    },
  },
  {
    name: `pause ${index}`,
    target: `node ${index}`,
    longest: 6_000,
    strike: async () => {
      const { pid } = server;
      process.kill(pid, 'SIGSTOP');
      return async () => void process.kill(pid, 'SIGCONT');
    },
  },
  {
    name: `mishaps ${index}`,
    target: `messages to ${index}`,
    longest: 8_000,
    strike: async () => {
      toRedis.disturb(MISHAPS);
      return async () => toRedis.disturb(null);
    },
  },
  ...[toPostgres, toRedis].flatMap((line) =>
    (['cut', 'dead'] as const).map((state) => ({
      name: `${state} ${index} from ${line === toRedis ? 'redis' : 'postgres'}`,
      target: `line of ${index} to ${line === toRedis ? 'redis' : 'postgres'}`,
      longest: 5_000,
      strike: async () => {
        line.set(state);
        return async () => line.set('sound');
      },
    })),
  ),
];

const harmsOfServices = ({ redis, postgres }: Cluster, signal: 'SIGINT' | 'SIGQUIT'): Harm[] => [
  {
    name: 'redis killed',
    target: 'redis',
    longest: 3_000,
    strike: async () => {
      await redis.stop();
      return () => redis.start();
    },
  },
  {
    name: signal === 'SIGINT' ? 'postgres ended' : 'postgres crashed',
    target: 'postgres',
    longest: 3_000,
    strike: async () => {
      await postgres.halt(signal);
      return () => postgres.start();
    },
  },
];

/** As whatever runs it would: again and again, since it doesn't start without its database. */
const startAgain = async (server: CowriteServer): Promise<void> => {
  for (const end = Date.now() + START_LIMIT_MS; ; await delay(500)) {
    try {
      await server.start();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
};

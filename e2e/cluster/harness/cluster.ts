import type { Random } from '../../harness/random.ts';
import { CowriteServer } from '../../harness/server.ts';
import { PostgresService } from '../../harness/services/postgres-service.ts';
import { RedisService } from '../../harness/services/redis-service.ts';
import { FaultyLine } from './faulty-line.ts';

/** One of the service's processes, and its lines to what it shares with the others. */
export interface Node {
  readonly server: CowriteServer;
  readonly toPostgres: FaultyLine;
  readonly toRedis: FaultyLine;
}

/** Several nodes over one PostgreSQL and one Redis, all of which can fail. */
export class Cluster {
  readonly nodes: readonly Node[];
  readonly postgres: PostgresService;
  readonly redis: RedisService;

  private constructor(nodes: readonly Node[], postgres: PostgresService, redis: RedisService) {
    this.nodes = nodes;
    this.postgres = postgres;
    this.redis = redis;
  }

  /** Each node is its own process; `env` is for all of them. */
  static async start(count: number, random: Random, env: Readonly<Record<string, string>> = {}): Promise<Cluster> {
    const [postgres, redis] = await Promise.all([PostgresService.start(), RedisService.start()]);
    const nodes: Node[] = [];
    for (let left = count; left > 0; left--) {
      const toPostgres = await FaultyLine.to(postgres.port, random);
      const toRedis = await FaultyLine.to(redis.port, random);
      const own = {
        ...env,
        COWRITE_DATABASE_URL: withPort(postgres.url, toPostgres.port),
        COWRITE_REDIS_URL: withPort(redis.url, toRedis.port),
      };
      const server = await CowriteServer.start({ env: own, args: ['--log-level', 'warn'] });
      nodes.push({ server, toPostgres, toRedis });
    }
    return new Cluster(nodes, postgres, redis);
  }

  /** Of a node that runs. */
  syncUrl(index: number, documentId: string): string {
    const node = this.nodes[index];
    if (!node) throw new RangeError(`there is no node ${index}`);
    return node.server.syncUrl(documentId);
  }

  async dispose(): Promise<void> {
    for (const { server, toPostgres, toRedis } of this.nodes) {
      await server.dispose();
      await Promise.all([toPostgres.close(), toRedis.close()]);
    }
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
  }
}

const withPort = (address: string, port: number): string => {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
};

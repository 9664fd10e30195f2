import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { findProgram } from '../../harness/services/find-program.mjs';
import { PostgresService } from '../../harness/services/postgres-service.ts';
import { RedisService } from '../../harness/services/redis-service.ts';

/** Bytes that the services had to do with. */
export interface ServiceBytes {
  /** Written to PostgreSQL's log of changes, which it syncs before a commit is done. */
  readonly postgres: number;
  /** Over Redis' connections, both ways. */
  readonly redis: number;
}

/** A PostgreSQL that syncs each commit, and a Redis, for several nodes. */
export class SharedServices {
  readonly #postgres: PostgresService;
  readonly #redis: RedisService;

  private constructor(postgres: PostgresService, redis: RedisService) {
    this.#postgres = postgres;
    this.#redis = redis;
  }

  static async start(): Promise<SharedServices> {
    return new SharedServices(await PostgresService.start([]), await RedisService.start());
  }

  get env(): Readonly<Record<string, string>> {
    return { COWRITE_DATABASE_URL: this.#postgres.url, COWRITE_REDIS_URL: this.#redis.url };
  }

  async bytes(): Promise<ServiceBytes> {
    return { postgres: this.#walBytes(), redis: await this.#redisBytes() };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#postgres.stop(), this.#redis.stop()]);
  }

  #walBytes(): number {
    const psql = findProgram('psql') ?? 'psql';
    const args = [this.#postgres.url, '-Atc', "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"];
    const { stdout, status, stderr } = spawnSync(psql, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`psql: ${stderr}`);
    return Number(stdout);
  }

  /** Redis' own counts, asked for in its inline form. */
  #redisBytes(): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#redis.port, '127.0.0.1', () => socket.write('INFO stats\r\nQUIT\r\n'));
      let said = '';
      socket.on('data', (bytes) => {
        said += bytes;
      });
      socket.on('error', reject);
      socket.on('close', () => {
        const count = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(said)?.[1] ?? Number.NaN);
        resolve(count('total_net_input_bytes') + count('total_net_output_bytes'));
      });
    });
  }
}

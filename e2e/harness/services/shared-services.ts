import { createServer } from 'node:http';
import { findProgram } from './find-program.mjs';
import { PostgresService } from './postgres-service.ts';
import { RedisService } from './redis-service.ts';
import type { RunningService } from './service-process.ts';

/**
 * Where tests ask for a server: `GET /postgres` and `GET /redis` are answered with its address, once it runs;
 * `GET /postgres/new` with that of a database that nobody else has, `GET /postgres/x` with that of a copy of `x`.
 */
const ADDRESS = 'COWRITE_TEST_SERVICES';

/** Those that can't be had, by name: tests that need them are skipped. */
const MISSING = 'COWRITE_TEST_MISSING';

const PROGRAMS: Readonly<Record<string, string>> = { postgres: 'initdb', redis: 'redis-server' };

const STARTS: Readonly<Record<string, () => Promise<RunningService>>> = {
  postgres: () => PostgresService.start(),
  redis: () => RedisService.start(),
};

/**
 * One PostgreSQL and one Redis for all tests of a run, each started when the first test asks for it. A global set-up of
 * Vitest and of Playwright, whose processes of tests inherit the address.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env[ADDRESS]) return async () => {};
  const missing = Object.keys(PROGRAMS).filter((name) => findProgram(PROGRAMS[name] ?? '') === null);
  if (missing.length > 0) {
    const told = `${missing.join(' and ')} can't be found: \`node e2e/prepare.mjs\` installs what the tests need`;
    if (process.env.CI) throw new Error(told);
    process.stderr.write(`\n${'!'.repeat(80)}\n! NOT TESTED: ${told}\n${'!'.repeat(80)}\n\n`);
  }
  process.env[MISSING] = missing.join(' ');
  const started = new Map<string, Promise<RunningService>>();
  const broker = createServer(async (request, response) => {
    const [name = '', what] = request.url?.slice(1).split('/') ?? [];
    const start = STARTS[name];
    try {
      if (!start) throw new Error(`there is no service ${name}`);
      const service = started.get(name) ?? start();
      started.set(name, service);
      const running = await service;
      const isOwn = what !== undefined && running instanceof PostgresService;
      response.end(isOwn ? await running.newDatabase(what === 'new' ? 'template1' : what) : running.url);
    } catch (error) {
      response.statusCode = 500;
      response.end(error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  const address = broker.address();
  process.env[ADDRESS] = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return async () => {
    delete process.env[ADDRESS];
    broker.close();
    broker.closeAllConnections();
    for (const service of started.values())
      await service.then(
        (running) => running.stop(),
        () => undefined,
      );
  };
}

import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { pino } from 'pino';
import type { AccessOptions } from '../access/access.ts';
import { Origins } from '../access/origins.ts';
import { SHORTEST_SECRET } from '../access/tokens.ts';
import { expectRedisUrl } from '../cluster/redis-url.ts';
import type { Wire } from '../cluster/wire.ts';
import { createCollabServer } from '../collab-server.ts';
import { OwnNodesError } from '../content/content-threads.ts';
import { type EventRoles, EventRules } from '../sync/event-rules.ts';
import { dataOption } from './data-option.ts';
import { followLoad } from './heap-size.ts';
import { nodesOption } from './nodes-option.ts';
import { databaseOption, openSearch, openStores } from './stores.ts';
import { fail, unlessRefused } from './terminal.ts';
import { WEB_APP } from './web-app.ts';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const SHORTEST_KEY = 16;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

const HELP = `
Environment:
  COWRITE_SECRET      signs and checks tokens (HS256), and share links; 32 characters or more
  COWRITE_JWKS_URL    public keys of tokens signed by somebody else (RS256, ES256, EdDSA …)
  COWRITE_ADMIN_KEY   opens the web app's list of all documents to whoever hosts the service
`;

interface Options {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly database?: string;
  readonly connectionsPerAddress: number;
  readonly trustedProxy: string[];
  readonly maxAssetSize: number;
  readonly assetGrace: number;
  readonly recovery: number;
  readonly origin: string[];
  readonly basePath: string;
  readonly eventRole: EventRoles;
  readonly redis?: string;
  readonly redisPrefix: string;
  readonly nodes?: string;
  readonly logLevel: string;
}

const parsePort = (value: string): number => {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
};

/** Secrets come from the environment: a command line is there for everybody on the machine to read. */
const accessFromEnvironment = (): AccessOptions => {
  const { COWRITE_SECRET: secret, COWRITE_JWKS_URL: jwksUrl, COWRITE_ADMIN_KEY: adminKey } = process.env;
  if (secret !== undefined && secret.length < SHORTEST_SECRET) {
    return fail(
      `COWRITE_SECRET has ${secret.length} characters; give it ${SHORTEST_SECRET} or more, from \`openssl rand -base64 32\``,
    );
  }
  if (adminKey !== undefined && adminKey.length < SHORTEST_KEY) {
    return fail(`COWRITE_ADMIN_KEY has ${adminKey.length} characters; give it ${SHORTEST_KEY} or more`);
  }
  if (jwksUrl !== undefined && !/^https?:/.test(URL.canParse(jwksUrl) ? new URL(jwksUrl).protocol : '')) {
    return fail('COWRITE_JWKS_URL is not the address of a web page: https://example.com/.well-known/jwks.json');
  }
  if (adminKey !== undefined && secret === undefined && jwksUrl === undefined) {
    return fail(
      'COWRITE_ADMIN_KEY alone lets nobody in but you: set COWRITE_SECRET too, from `openssl rand -base64 32`',
    );
  }
  return {
    ...(secret === undefined ? {} : { secret }),
    ...(jwksUrl === undefined ? {} : { jwksUrl }),
    ...(adminKey === undefined ? {} : { adminKey }),
  };
};

const expectLoopback = (host: string): void => {
  if (LOOPBACK.includes(host)) return;
  fail(
    `without a secret everyone who connects may read and write everything, so it doesn't listen on ${host}: set COWRITE_SECRET (\`openssl rand -base64 32\`) or COWRITE_JWKS_URL, or stay on 127.0.0.1, ::1 or localhost`,
  );
};

const parseOrigins = (value: string): string[] => {
  const list = value.split(',').map((each) => each.trim());
  try {
    return [...new Origins(list).list];
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
};

const parseEventRoles = (value: string): EventRoles => {
  const roles = Object.fromEntries(value.split(',').map((each) => each.trim().split('='))) as EventRoles;
  try {
    new EventRules(roles);
  } catch (error) {
    throw new InvalidArgumentError(`${String(error)}; write reaction=viewer,game.*=editor`);
  }
  return roles;
};

const parsePath = (value: string): string => {
  if (!/^(?:\/[\w.~-]+)*\/?$/.test(value)) throw new InvalidArgumentError('It is a path, such as /write.');
  return value;
};

const parseCount = (value: string): number => {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new InvalidArgumentError('It is a whole number from 1 to 9999999.');
  return Number(value);
};

/** In megabytes; what a browser sends as one body, and a person waits for, has its limits. */
const parseMegabytes = (value: string): number => {
  const megabytes = Number(value);
  if (!/^\d+(\.\d+)?$/.test(value) || megabytes <= 0 || megabytes > 2048) {
    throw new InvalidArgumentError('It is a number of megabytes, up to 2048.');
  }
  return Math.floor(megabytes * 1024 * 1024);
};

const MILLISECONDS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const parseDuration = (value: string): number => {
  const [, count, unit = ''] = /^(\d{1,5})([smhd])$/.exec(value) ?? [];
  if (count === undefined) throw new InvalidArgumentError('It is a number and a unit, such as 7d, 12h, 30m or 10s.');
  return Number(count) * (MILLISECONDS[unit] ?? 0);
};

const parseRedisUrl = (value: string): string => {
  try {
    expectRedisUrl(value);
    return value;
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : String(error));
  }
};

const parseAddresses = (value: string): string[] => {
  const addresses = value.split(',').map((each) => each.trim());
  if (!addresses.every((each) => isIP(each) > 0)) throw new InvalidArgumentError('They are IP addresses.');
  return addresses;
};

/** A client of Redis is five hundred modules, which a service by itself doesn't load. */
const openWire = async (url: string, prefix: string): Promise<Wire> => {
  const { RedisWire } = await import('../cluster/redis-wire.ts');
  return new RedisWire({ url, prefix });
};

const run = async (options: Options): Promise<void> => {
  const { port, host, connectionsPerAddress, trustedProxy, maxAssetSize, assetGrace, recovery, logLevel } = options;
  const access = accessFromEnvironment();
  if (access.secret === undefined && access.jwksUrl === undefined) expectLoopback(host);
  if (options.redis !== undefined && options.database === undefined) {
    return fail('COWRITE_REDIS_URL is for several nodes over one database: set COWRITE_DATABASE_URL too');
  }
  const log = pino({ level: logLevel }, pino.destination(2));
  const stores = await openStores(options).catch(unlessRefused);
  const { store, assets } = stores;
  const search = await openSearch(options).catch(unlessRefused);
  const wire = options.redis === undefined ? null : await openWire(options.redis, options.redisPrefix);
  const server = createCollabServer({
    store,
    assets,
    search,
    maxAssetSize,
    assetGrace,
    recovery,
    ...(wire === null ? {} : { wire }),
    log,
    webApp: existsSync(WEB_APP) ? WEB_APP : null,
    maxConnectionsPerAddress: connectionsPerAddress,
    trustedProxies: trustedProxy,
    access,
    origins: options.origin,
    basePath: options.basePath,
    eventRoles: options.eventRole,
    nodes: options.nodes || null,
  });

  const address = await server.listen({ port, host }).catch(async (error: NodeJS.ErrnoException) => {
    await server.close();
    await Promise.all([stores.close(), search.close()]);
    if (error instanceof OwnNodesError) return fail(error.message);
    if (error.code === 'EADDRINUSE')
      return fail(`port ${port} on ${host} is taken: choose another with --port (0 picks a free one)`);
    if (error.code === 'EACCES')
      return fail(`port ${port} may not be opened by this user: choose one above 1023 with --port`);
    return fail(`cannot listen on ${host}:${port}: ${error.message}`);
  });
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  process.stdout.write(`listening on http://${name}:${address.port}${options.basePath.replace(/\/+$/, '')}\n`);

  followLoad(() => store.stats.rows);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await server.close();
    await Promise.all([stores.close(), search.close()]);
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
};

/** Adds what the service is started with. */
export const describeServe = (command: Command): Command =>
  command
    .addOption(
      new Option('--port <number>', '0 picks a free one').env('COWRITE_PORT').default(8080).argParser(parsePort),
    )
    .addOption(
      new Option('--host <address>', 'beyond loopback only with COWRITE_SECRET or COWRITE_JWKS_URL')
        .env('COWRITE_HOST')
        .default('127.0.0.1'),
    )
    .addOption(dataOption())
    .addOption(databaseOption())
    .addOption(
      new Option('--connections-per-address <number>', 'open at once; proxies that are trusted are not counted')
        .env('COWRITE_CONNECTIONS_PER_ADDRESS')
        .default(4096)
        .argParser(parseCount),
    )
    .addOption(
      new Option('--origin <origins>', 'whose pages may use and embed it, comma between them')
        .env('COWRITE_ORIGINS')
        .default([], 'its own')
        .argParser(parseOrigins),
    )
    .addOption(
      new Option(
        '--event-role <roles>',
        'the least role that sends an event, by its name: reaction=viewer,game.*=editor',
      )
        .env('COWRITE_EVENT_ROLES')
        .default({}, 'commenter for all')
        .argParser(parseEventRoles),
    )
    .addOption(
      new Option('--base-path <path>', 'what every address begins with, where a proxy leaves that as it is: /write')
        .env('COWRITE_BASE_PATH')
        .default('', 'none')
        .argParser(parsePath),
    )
    .addOption(
      new Option('--trusted-proxy <addresses>', 'whose X-Forwarded-For is believed, comma between them')
        .env('COWRITE_TRUSTED_PROXY')
        .default([], 'none')
        .argParser(parseAddresses),
    )
    .addOption(
      new Option('--max-asset-size <megabytes>', 'of one uploaded picture or file')
        .env('COWRITE_MAX_ASSET_SIZE')
        .default(20 * 1024 * 1024, '20')
        .argParser(parseMegabytes),
    )
    .addOption(
      new Option('--asset-grace <time>', 'how long a file is kept that nothing refers to')
        .env('COWRITE_ASSET_GRACE')
        .default(7 * 86_400_000, '7d')
        .argParser(parseDuration),
    )
    .addOption(
      // Not from the environment: it is for one start, after a backup was restored.
      new Option('--recovery <time>', 'after restoring a backup: how long clients may bring back what others wrote')
        .default(0, 'no time')
        .argParser(parseDuration),
    )
    .addOption(
      new Option('--redis <url>', 'of the Redis through which nodes over one database talk: redis://localhost:6379')
        .env('COWRITE_REDIS_URL')
        .argParser(parseRedisUrl),
    )
    .addOption(
      new Option('--redis-prefix <text>', 'before the names of its channels, where several services share a Redis')
        .env('COWRITE_REDIS_PREFIX')
        .default('cowrite:'),
    )
    .addOption(nodesOption())
    .addOption(
      new Option('--log-level <level>', 'logs go to standard error, as JSON')
        .env('COWRITE_LOG_LEVEL')
        .default('info')
        .choices(LEVELS),
    )
    .addHelpText('after', HELP)
    .action(run);

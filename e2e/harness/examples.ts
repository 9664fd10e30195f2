import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const EXAMPLES = fileURLToPath(new URL('../../editor/examples', import.meta.url));
/** What the examples call the service; the one of the test takes its place. */
const SERVICE = 'http://127.0.0.1:8080';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** An example's page on an origin of its own, as an embedder has it. */
export class ExampleSite {
  readonly origin: string;
  /** The service's address, once it is known: it needs to know this origin first. */
  service = SERVICE;
  /** The Referer of each request that came. */
  readonly referers: string[] = [];
  readonly #server: Server;
  readonly #built: string | null;

  private constructor(server: Server, built: string | null) {
    this.#server = server;
    this.#built = built;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** `bundled`: its imports come from packages, and a bundler puts them together first. */
  static async open(name: string, { bundled = false } = {}): Promise<ExampleSite> {
    const folder = join(EXAMPLES, name);
    const built = bundled ? await bundle(folder) : null;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const site = new ExampleSite(server, built);
    server.on('request', async ({ url = '/', headers }, response) => {
      site.referers.push(headers.referer ?? '');
      const { pathname } = new URL(url, site.origin);
      const file = join(built ?? folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
      if (pathname.includes('..') || !(await stat(file).catch(() => null))?.isFile()) {
        response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
        return;
      }
      const type = TYPES[extname(file)];
      response.setHeader('content-type', type ?? 'application/octet-stream');
      if (type === undefined) createReadStream(file).pipe(response);
      else response.end((await readFile(file, 'utf8')).replaceAll(SERVICE, site.service));
    });
    return site;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.#built !== null) await rm(this.#built, { recursive: true });
  }
}

const bundle = async (root: string): Promise<string> => {
  const outDir = await mkdtemp(join(tmpdir(), 'cowrite-example-'));
  await build({ root, configFile: false, logLevel: 'warn', base: './', build: { outDir, target: 'esnext' } });
  return outDir;
};

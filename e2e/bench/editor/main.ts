import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import * as Y from 'yjs';
import { bundleScript } from '../../harness/bundle.ts';
import { findChromium } from '../../harness/chromium.mjs';
import { CowriteServer } from '../../harness/server.ts';
import { WireClient } from '../../harness/wire-client.ts';
import { PROJECT } from '../paths.ts';
import { median } from '../statistics.ts';
import { createLargeDocument } from './documents.ts';
import { type Figures, opened, typed, watchOpening } from './measure.ts';

const USAGE = `npm run bench:editor -- [options]
  --blocks a,b   sizes of the documents (5000,20000)
  --editors a,b  of cowrite and stock, which are measured (both)
  --repeats n    times that each is opened, by turns (3)
  --letters n    keys pressed each time (40)`;

interface Editor {
  readonly name: string;
  /** Makes the document and resolves with its id. */
  create(blocks: number): Promise<string>;
  /** Opens it in a page of a new profile. */
  open(page: Page, id: string): Promise<void>;
}

const STOCK_LEXICAL = join(PROJECT, 'e2e/bench/editor/stock-lexical-page.ts');
const EDITORS = ['cowrite', 'stock'] as const;
const VIEWPORT = { width: 1280, height: 800 };

const stockLexical = (server: CowriteServer, browser: Browser, script: string): Editor => {
  const show = async (page: Page, query: Record<string, string>): Promise<void> => {
    await page.route('**/stock-lexical.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
    await page.goto(`${server.url}/health?${new URLSearchParams(query)}`);
    await page.addScriptTag({ url: '/stock-lexical.js', type: 'module' });
  };
  return {
    name: 'Lexical, its own binding (V1)',
    async create(blocks) {
      const id = `stock-${blocks}`;
      const page = await browser.newPage();
      await show(page, { document: id, blocks: String(blocks) });
      const client = await WireClient.join(server.syncUrl(id));
      // A block and the line break after it are one unit of the root's text.
      await client.until(() => client.doc.get('root', Y.XmlText).length >= blocks, `${blocks} blocks`);
      await client.close();
      await page.close();
      return id;
    },
    open: (page, id) => show(page, { document: id }),
  };
};

const cowrite = (server: CowriteServer): Editor => ({
  name: 'cowrite',
  create: (blocks) => createLargeDocument(server, blocks),
  async open(page, id) {
    await page.goto(`${server.url}/d/${id}`, { waitUntil: 'commit' });
  },
});

const measure = async (browser: Browser, editor: Editor, id: string, size: Size): Promise<Figures> => {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    await watchOpening(page, size.blocks);
    await editor.open(page, id);
    const open = await opened(page);
    return { open, keystrokes: await typed(page, size.letters) };
  } finally {
    await context.close();
  }
};

interface Size {
  readonly blocks: number;
  readonly letters: number;
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

const row = (name: string, blocks: number, runs: readonly Figures[]): string => {
  const keystrokes = runs.flatMap((run) => run.keystrokes);
  const cells = [
    name,
    String(blocks),
    (median(runs.map(({ open }) => open)) / 1000).toFixed(2),
    quantile(keystrokes, 0.5).toFixed(0),
    quantile(keystrokes, 0.95).toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
};

const numbers = (text: string): number[] =>
  text.split(',').map((part) => {
    const value = Number(part);
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`${part} is not a whole number from 1`);
    return value;
  });

const run = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      blocks: { type: 'string', default: '5000,20000' },
      editors: { type: 'string', default: 'cowrite,stock' },
      repeats: { type: 'string', default: '3' },
      letters: { type: 'string', default: '40' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.info(USAGE);
    return;
  }
  const wanted = values.editors.split(',');
  for (const name of wanted)
    if (!EDITORS.some((each) => each === name)) throw new RangeError(`there is no editor ${name}`);
  const [repeats = 3] = numbers(values.repeats);
  const [letters = 40] = numbers(values.letters);
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium on this machine: `npm test` gets one.');
  const script = await bundleScript(STOCK_LEXICAL, { minified: true });
  const server = await CowriteServer.start();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  try {
    const known = { cowrite: cowrite(server), stock: stockLexical(server, browser, script) };
    const editors = EDITORS.filter((name) => wanted.includes(name)).map((name) => known[name]);
    console.info('| editor | blocks | open, s | a letter p50, ms | p95, ms |\n| --- | --: | --: | --: | --: |');
    for (const blocks of numbers(values.blocks)) {
      const runs = new Map<Editor, { id: string; figures: Figures[] }>();
      for (const editor of editors) runs.set(editor, { id: await editor.create(blocks), figures: [] });
      for (let i = 0; i < repeats; i++) {
        for (const [editor, { id, figures }] of runs) {
          figures.push(await measure(browser, editor, id, { blocks, letters }));
        }
      }
      for (const [editor, { figures }] of runs) console.info(row(editor.name, blocks, figures));
    }
  } finally {
    await browser.close();
    await server.dispose();
  }
};

try {
  await run();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 1;
}

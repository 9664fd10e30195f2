import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { storeParts } from '@cowrite/editor/content/board';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import * as Y from 'yjs';
import type { BoardPage } from '../../fixtures/board/window.ts';
import { type BoardScripts, bundleBoardPage, openBoardWindow } from '../../harness/board-page.ts';
import { findChromium } from '../../harness/chromium.mjs';
import { CowriteServer } from '../../harness/server.ts';
import { WireClient } from '../../harness/wire-client.ts';
import { median } from '../statistics.ts';
import { createLargeBoard, fieldOf, idOf, placeOf } from './large-board.ts';

const USAGE = `npm run bench:board -- [options]
  --seconds n    how long the drag takes (10)
  --joins n      times that each board is opened (3)
  --only names   of drag, stroke, moves, joins
  --profile dir  keeps CPU profiles of both windows while elements are dragged
  --json path    the figures, for a machine`;

declare const board: BoardPage;

const VIEWPORT = { width: 1280, height: 800 };
/** Between two movements of a mouse. */
const MOUSE_PACE_MS = 16;

interface Setting {
  readonly browser: Browser;
  readonly server: CowriteServer;
  readonly scripts: BoardScripts;
}

/** The first byte of a frame that says where people are. */
const AWARENESS = 1;

/** A page's traffic, as bytes of the payloads of its WebSocket. */
class Traffic {
  sent = 0;
  /** Of `sent`, what says where people are. */
  awareness = 0;

  static async of(page: Page): Promise<Traffic> {
    const traffic = new Traffic();
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        traffic.sent += payload.length;
        if (typeof payload !== 'string' && payload[0] === AWARENESS) traffic.awareness += payload.length;
      });
    });
    return traffic;
  }
}

/** CPU seconds of a page's main thread, however busy the machine is otherwise. */
const cpuOf = async (page: Page): Promise<() => Promise<number>> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
};

/** Begins a CPU profile of a page, for a browser's developer tools; ending it writes it. */
const profile = async (page: Page, path: string): Promise<() => Promise<void>> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 500 });
  await session.send('Profiler.start');
  return async () => writeFile(path, JSON.stringify((await session.send('Profiler.stop')).profile));
};

interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly traffic: Traffic;
  /** Milliseconds from the page's start until all of the board is drawn. */
  readonly opened: number;
  /** CPU seconds that this took. */
  readonly cpu: number;
  readonly cpuSoFar: () => Promise<number>;
}

const open = async ({ browser, server, scripts }: Setting, document: string, name: string): Promise<Person> => {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const traffic = await Traffic.of(page);
  await openBoardWindow(page, scripts, server.url, { document, name });
  const cpuSoFar = await cpuOf(page);
  const before = await cpuSoFar();
  const opened = await page.evaluate(async () => {
    const began = performance.now();
    return (await board.start()) - began;
  });
  return { page, context, traffic, opened, cpu: (await cpuSoFar()) - before, cpuSoFar };
};

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Drags to and fro what is there. The mouse stays down. */
const swing = async ({ page }: Person, [x, y]: readonly [number, number], seconds: number) => {
  await page.mouse.down();
  const began = Date.now();
  let steps = 0;
  for (; Date.now() - began < seconds * 1000; steps++) {
    await page.mouse.move(x + 150 * Math.sin(steps / 40), y + 60 * Math.sin(steps / 23));
    await pause(MOUSE_PACE_MS);
  }
  return { took: (Date.now() - began) / 1000, steps };
};

/** What another drag sends, and what it would send in other ways: by itself, since to count that takes a good part of the author's time. */
const compared = async (author: Person, from: readonly [number, number], seconds: number) => {
  const { sent } = author.traffic;
  await author.page.evaluate(() => board.countCosts());
  await swing(author, from, seconds);
  await author.page.mouse.up();
  await pause(1500);
  const costs = await author.page.evaluate(() => board.costs());
  return { sent: author.traffic.sent - sent, ...costs };
};

const dragged = async (setting: Setting, seconds: number, profiles: string | undefined) => {
  const id = await createLargeBoard(setting.server, 5000);
  const author = await open(setting, id, 'Ada');
  const viewer = await open(setting, id, 'Bob');
  for (const { page } of [author, viewer]) await page.evaluate(() => board.scroll(40, 40));
  const field = fieldOf(25, 20);
  const ids = field.map(idOf);
  await author.page.evaluate((each) => board.select(each), ids);
  await pause(500);
  const [x, y] = placeOf(field[213] ?? 0);
  await author.page.mouse.move(x + 40, y + 40);
  await pause(500);
  await viewer.page.evaluate((watched) => board.watch(watched), ids[0] ?? null);
  const ends = profiles
    ? [
        await profile(author.page, `${profiles}/author.cpuprofile`),
        await profile(viewer.page, `${profiles}/viewer.cpuprofile`),
      ]
    : [];
  const [authorCpu, viewerCpu] = [await author.cpuSoFar(), await viewer.cpuSoFar()];
  const { sent } = author.traffic;
  const { took, steps } = await swing(author, [x + 40, y + 40], seconds);
  const { pauses, moves } = await viewer.page.evaluate(() => board.watched());
  const cpu = (await viewer.cpuSoFar()) - viewerCpu;
  const cpuOfAuthor = (await author.cpuSoFar()) - authorCpu;
  for (const end of ends) await end();
  await author.page.mouse.up();
  await pause(1500);
  const all = author.traffic.sent - sent;
  const beside = await compared(author, [x + 40, y + 40], seconds / 2);
  const same = await Promise.all(
    [author, viewer].map(({ page }) => page.evaluate(() => JSON.stringify(board.parts()))),
  );
  const figures = {
    seconds: took,
    sent: all,
    positions: moves / took,
    frame: quantile(pauses, 0.95),
    /** The viewer's, for each position seen, milliseconds. */
    cpu: (cpu / Math.max(1, moves)) * 1000,
    /** The author's, for each movement of their mouse, milliseconds. */
    cpuOfAuthor: (cpuOfAuthor / Math.max(1, steps)) * 1000,
    beside,
    same: same[0] === same[1],
  };
  for (const { context } of [author, viewer]) await context.close();
  return figures;
};

const drawn = async (setting: Setting, points: number) => {
  const id = await createLargeBoard(setting.server, 1);
  const author = await open(setting, id, 'Ada');
  const viewer = await open(setting, id, 'Bob');
  for (const { page } of [author, viewer]) await page.evaluate(() => board.scroll(0, 0));
  await author.page.evaluate(() => board.tool('freedraw'));
  await author.page.mouse.move(400, 300);
  await pause(500);
  await author.page.evaluate(() => board.countCosts());
  const { sent, awareness } = author.traffic;
  const began = Date.now();
  await author.page.mouse.down();
  for (let step = 1; step < points; step++) {
    await author.page.mouse.move(400 + step * 2, 300 + 120 * Math.sin(step / 25));
    await pause(MOUSE_PACE_MS);
  }
  await author.page.mouse.up();
  const seconds = (Date.now() - began) / 1000;
  await pause(1000);
  const costs = await author.page.evaluate(() => board.costs());
  const lengths = await Promise.all(
    [author, viewer].map(({ page }) =>
      page.evaluate(() => board.scene().find(({ type }: { type: string }) => type === 'freedraw')?.points.length ?? 0),
    ),
  );
  for (const { context } of [author, viewer]) await context.close();
  const all = author.traffic.sent - sent;
  const stroke = all - (author.traffic.awareness - awareness);
  return { sent: all, stroke, seconds, points: lengths, whole: costs?.whole, bundles: costs?.bundles };
};

const joined = async (setting: Setting, elements: number, times: number) => {
  const id = await createLargeBoard(setting.server, elements);
  const opened: number[] = [];
  const frames: number[] = [];
  const cpu: number[] = [];
  const cpuOfFrames: number[] = [];
  for (let time = 0; time < times; time++) {
    const person = await open(setting, id, 'Ada');
    opened.push(person.opened);
    cpu.push(person.cpu);
    await person.page.mouse.move(640, 400);
    await person.page.evaluate(() => board.scroll(-600, -300));
    await pause(500);
    await person.page.evaluate(() => board.watch(null));
    const cpuBefore = await person.cpuSoFar();
    for (let step = 0; step < 120; step++) {
      await person.page.mouse.wheel(8 * Math.sin(step / 20), 6 * Math.cos(step / 20));
      await pause(MOUSE_PACE_MS);
    }
    const { pauses } = await person.page.evaluate(() => board.watched());
    frames.push(...pauses);
    cpuOfFrames.push((((await person.cpuSoFar()) - cpuBefore) / Math.max(1, pauses.length)) * 1000);
    await person.context.close();
  }
  return {
    opened: median(opened),
    cpu: median(cpu),
    frame: quantile(frames, 0.95),
    cpuOfFrame: median(cpuOfFrames),
  };
};

/** A document after so many moves of its elements in turn, each written by itself, beside its size before. */
const moved = async ({ server }: Setting, elementCount: number, moves: number) => {
  const id = await createLargeBoard(server, elementCount);
  const client = await WireClient.join(server.syncUrl(id));
  const before = Y.encodeStateAsUpdate(client.doc).length;
  for (let move = 0; move < moves; move++) {
    const [x, y] = placeOf(move % elementCount);
    const parts = { g: [x + move / 7, y + move / 3, 24, 24, 0] };
    client.doc.transact(() => storeParts(client.doc, [{ id: idOf(move % elementCount), parts }]));
    if (move % 500 === 0) await client.saved();
  }
  await client.saved();
  await client.close();
  const reader = await WireClient.join(server.syncUrl(id));
  const after = Y.encodeStateAsUpdate(reader.doc).length;
  await reader.close();
  return { before, after };
};

const kb = (bytes: number | undefined): string => `${((bytes ?? Number.NaN) / 1000).toFixed(1)} kB`;

/** What is measured, by name; each says what it found. */
const PARTS = {
  async drag(setting: Setting, { seconds, profiles }: Options) {
    const drag = await dragged(setting, seconds, profiles);
    console.info(`500 of 5,000 elements dragged for ${drag.seconds.toFixed(0)} s by a mouse`);
    console.info(
      `  the viewer sees ${drag.positions.toFixed(1)} positions a second, frames p95 ${drag.frame.toFixed(0)} ms, CPU ${drag.cpu.toFixed(0)} ms a position`,
    );
    console.info(
      `  the author: CPU ${drag.cpuOfAuthor.toFixed(1)} ms a movement of the mouse, sent in all ${kb(drag.sent)}`,
    );
    const { sent, bundles, whole } = drag.beside;
    console.info(`  another one: sent ${kb(sent)}; by bundles ${kb(bundles)}; by whole elements ${kb(whole)}`);
    console.info(`  both see the same in the end: ${drag.same}`);
    return drag;
  },

  async stroke(setting: Setting) {
    const stroke = await drawn(setting, 400);
    console.info(
      `a stroke of 400 points in ${stroke.seconds.toFixed(0)} s: sent ${kb(stroke.sent)}, the stroke alone ${kb(stroke.stroke)}, points ${stroke.points.join(' and ')}`,
    );
    console.info(`  by bundles ${kb(stroke.bundles)}; by whole elements ${kb(stroke.whole)}`);
    return stroke;
  },

  async moves(setting: Setting) {
    const moves = [];
    for (const elements of [5000, 1000]) {
      const move = await moved(setting, elements, 10_000);
      moves.push({ elements, ...move });
      console.info(
        `${elements} elements after 10,000 moves: ${kb(move.after)}, before ${kb(move.before)}: ${(move.after / move.before).toFixed(2)} times`,
      );
    }
    return moves;
  },

  async joins(setting: Setting, { times }: Options) {
    const joins = [];
    for (const elements of [5000, 10_000]) {
      const join = await joined(setting, elements, times);
      joins.push({ elements, ...join });
      console.info(
        `${elements} elements: there after ${(join.opened / 1000).toFixed(2)} s (CPU ${join.cpu.toFixed(2)} s), panning frames p95 ${join.frame.toFixed(0)} ms (CPU ${join.cpuOfFrame.toFixed(0)} ms)`,
      );
    }
    return joins;
  },
};

interface Options {
  readonly seconds: number;
  readonly times: number;
  readonly profiles: string | undefined;
}

const run = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '10' },
      joins: { type: 'string', default: '3' },
      only: { type: 'string', default: Object.keys(PARTS).join() },
      profile: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.info(USAGE);
    return;
  }
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('There is no Chromium on this machine: `node e2e/prepare.mjs` gets one.');
  const options = { seconds: Number(values.seconds), times: Number(values.joins), profiles: values.profile };
  const parts = Object.entries(PARTS).filter(([name]) => values.only.split(',').includes(name));
  const scripts = await bundleBoardPage('window');
  const server = await CowriteServer.start();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const figures: Record<string, unknown> = {};
    for (const [name, measure] of parts) figures[name] = await measure({ browser, server, scripts }, options);
    if (values.json) await writeFile(values.json, JSON.stringify(figures, null, 2));
  } finally {
    await browser.close();
    await server.dispose();
  }
};

await run();

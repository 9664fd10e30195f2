import { type Connection, type ConnectOptions, connect } from '@cowrite/editor/client';
import WebSocket from 'ws';
import { startPlainProxy } from '../../harness/plain-proxy.ts';
import { CowriteServer } from '../../harness/server.ts';
import { median } from '../statistics.ts';
import { ByteCounter } from './byte-counter.ts';

const LETTERS = 200;
/** Between two letters, milliseconds: a fast typist. */
const PACE = 60;

interface Way {
  readonly name: string;
  readonly options: ConnectOptions;
  /** Somebody on the way holds responses back until they end. */
  readonly holdsBack?: boolean;
}

const WAYS: readonly Way[] = [
  { name: 'WebSocket', options: { WebSocket, transport: 'websocket' } },
  { name: 'HTTP, a response that goes on', options: { transport: 'http' } },
  { name: 'HTTP, piece by piece', options: { transport: 'http' }, holdsBack: true },
];

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const nextLength = ({ doc }: Connection, length: number): Promise<number> =>
  new Promise((resolve) => {
    const text = doc.getText('words');
    const look = (): void => {
      if (text.length < length) return;
      text.unobserve(look);
      resolve(performance.now());
    };
    text.observe(look);
    look();
  });

/** One types, the other reads, both this way: bytes a letter on the line of each, and the delay from one to the other. */
const measure = async (server: CowriteServer, { name, options, holdsBack = false }: Way): Promise<string> => {
  const proxy = holdsBack ? await startPlainProxy({ port: server.port, holdsBack }) : null;
  const port = proxy === null ? server.port : Number(new URL(proxy.url).port);
  const [typing, reading] = [await ByteCounter.start(port), await ByteCounter.start(port)];
  const id = name.replaceAll(/[^a-z]/gi, '');
  const [writer, reader] = [typing, reading].map(({ url }) => connect(url, id, options));
  if (!writer || !reader) throw new Error('two connections expected');
  await Promise.all([writer.whenSynced, reader.whenSynced]);
  await wait(500);
  for (const counter of [typing, reading]) counter.reset();
  const delays: number[] = [];
  for (let i = 0; i < LETTERS; i++) {
    const arrival = nextLength(reader, i + 1);
    const typed = performance.now();
    writer.doc.getText('words').insert(i, 'a');
    delays.push((await arrival) - typed);
    await wait(PACE);
  }
  const aLetter = (bytes: number): string => String(Math.round(bytes / LETTERS));
  const sorted = delays.sort((a, b) => a - b);
  const p95 = sorted[Math.floor(LETTERS * 0.95)] ?? Number.NaN;
  await Promise.all([writer.destroy(), reader.destroy()]);
  for (const counter of [typing, reading]) counter.close();
  await proxy?.close();
  const cells = [
    name,
    aLetter(typing.up),
    aLetter(typing.down),
    aLetter(reading.up),
    aLetter(reading.down),
    median(delays).toFixed(1),
    p95.toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
};

const server = await CowriteServer.start();
console.info(
  '| way | writer up, B a letter | down | reader up | down | delay p50, ms | p95 |\n| --- | --: | --: | --: | --: | --: | --: |',
);
for (const way of WAYS) console.info(await measure(server, way));
await server.dispose();
process.exit(0);

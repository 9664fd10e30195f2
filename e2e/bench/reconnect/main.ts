import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Connection, connect } from '@cowrite/editor/client';
import { WebSocket } from 'ws';
import { CowriteServer } from '../../harness/server.ts';

/**
 * How long it takes after a kill and a restart until everybody is in sync again: `npm run bench:reconnect -- --clients
 * 2000`. The clients are the real ones (`connect`), with work done while the server was away, in documents of twenty.
 * Loopback alone; all of them are one process, which is part of what is measured.
 */
const { values } = parseArgs({
  options: { clients: { type: 'string', default: '2000' }, limit: { type: 'string', default: '60' } },
});
/** A multiple of twenty. */
const CLIENTS = Number(values.clients);
const LIMIT = Number(values.limit) * 1000;
const IN_ONE_DOCUMENT = 20;
const AT_ONCE = 100;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** How many words there are in a document once everybody's are. */
let words = 0;

const isInSync = ({ saved, status, doc }: Connection): boolean =>
  status.value.state === 'connected' &&
  saved.value.state === 'saved' &&
  doc.getText('text').toString().split(',').length > words;

const untilAll = async (connections: readonly Connection[], limit: number): Promise<number> => {
  const begun = performance.now();
  while (!connections.every(isInSync)) {
    if (performance.now() - begun > limit) {
      const late = connections.filter((each) => !isInSync(each)).length;
      throw new Error(`${late} of ${connections.length} were not in sync after ${limit / 1000} s`);
    }
    await sleep(50);
  }
  return performance.now() - begun;
};

const server = await CowriteServer.start({ args: ['--connections-per-address', String(CLIENTS * 2)] });
const connections: Connection[] = [];
try {
  for (let at = 0; at < CLIENTS; at += AT_ONCE) {
    const more = Array.from({ length: Math.min(AT_ONCE, CLIENTS - at) }, (_, index) =>
      connect(server.url, `room-${Math.floor((at + index) / IN_ONE_DOCUMENT)}`, {
        offline: false,
        transport: 'websocket',
        WebSocket: WebSocket as never,
      }),
    );
    connections.push(...more);
    await untilAll(more, LIMIT);
  }
  say(`${CLIENTS} clients connected, in ${Math.ceil(CLIENTS / IN_ONE_DOCUMENT)} documents`);

  await server.kill();
  words = Math.min(IN_ONE_DOCUMENT, CLIENTS);
  for (const [index, { doc }] of connections.entries()) doc.getText('text').insert(0, `${index},`);
  const away = performance.now();
  await server.start();
  const inSync = await untilAll(connections, LIMIT);
  say(
    `killed and started again in ${((performance.now() - away - inSync) / 1000).toFixed(1)} s; all in sync ${(inSync / 1000).toFixed(1)} s after that`,
  );

  for (let at = 0; at < CLIENTS; at += IN_ONE_DOCUMENT) {
    const texts = new Set(connections.slice(at, at + IN_ONE_DOCUMENT).map(({ doc }) => doc.getText('text').toString()));
    if (texts.size !== 1) throw new Error(`room-${at / IN_ONE_DOCUMENT}: ${texts.size} different texts`);
  }
  say('every document has what everybody wrote meanwhile, the same for all');
} finally {
  await Promise.all(connections.map((each) => each.destroy()));
  await server.dispose();
}

// Floor: a relay that frames a message once, and hands each socket all of one turn of the event loop, or of WINDOW_MS,
// in one write. No CRDT, no storage.
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { frameBinary } from '../client/web-socket-frame.ts';

const WINDOW_MS = Number(process.env.WINDOW_MS ?? 0);

interface Queued {
  readonly from: WebSocket;
  readonly frame: Buffer;
}

interface Room {
  readonly sockets: Map<WebSocket, Socket>;
  queue: Queued[];
}

const rooms = new Map<string, Room>();

const flush = (room: Room): void => {
  const queue = room.queue;
  room.queue = [];
  const senders = new Set(queue.map(({ from }) => from));
  const everything = Buffer.concat(queue.map(({ frame }) => frame));
  for (const [webSocket, socket] of room.sockets) {
    if (!senders.has(webSocket)) {
      socket.write(everything);
      continue;
    }
    const others = queue.filter(({ from }) => from !== webSocket);
    if (others.length > 0) socket.write(Buffer.concat(others.map(({ frame }) => frame)));
  }
};

const enqueue = (room: Room, queued: Queued): void => {
  if (room.queue.push(queued) > 1) return;
  if (WINDOW_MS > 0) setTimeout(flush, WINDOW_MS, room);
  else setImmediate(flush, room);
};

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, maxPayload: 2 ** 27 });

server.on('connection', (webSocket, { url = '/', socket }) => {
  const room = rooms.get(url) ?? { sockets: new Map(), queue: [] };
  rooms.set(url, room);
  room.sockets.set(webSocket, socket);
  webSocket.on('message', (data: Buffer) => enqueue(room, { from: webSocket, frame: frameBinary(data) }));
  webSocket.on('close', () => {
    room.sockets.delete(webSocket);
    if (room.sockets.size === 0) rooms.delete(url);
  });
  webSocket.on('error', () => webSocket.terminate());
});

server.on('listening', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.info(`listening on http://127.0.0.1:${address.port}`);
});

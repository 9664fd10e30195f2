import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

interface PlainProxyOptions {
  readonly port: number;
  /** Passes a response on only when it is over, as virus scanners do. */
  readonly holdsBack?: boolean;
  /** Loses the answer to a request now and then, after it was carried out. */
  readonly loses?: (method: string) => boolean;
}

export interface PlainProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** A proxy that knows HTTP requests and their answers, and nothing of WebSocket: an upgrade is answered with 400. */
export const startPlainProxy = async ({
  port,
  holdsBack = false,
  loses = () => false,
}: PlainProxyOptions): Promise<PlainProxy> => {
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url, headers } = incoming;
    const onward = request({
      host: '127.0.0.1',
      port,
      method,
      path: url,
      headers: { ...headers, host: `127.0.0.1:${port}` },
    });
    incoming.pipe(onward);
    outgoing.on('close', () => onward.destroy());
    onward.on('error', () => outgoing.destroy());
    onward.on('response', async (answer) => {
      if (loses(method)) {
        answer.resume();
        outgoing.destroy();
        return;
      }
      if (!holdsBack) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.flushHeaders();
        answer.pipe(outgoing);
        return;
      }
      const pieces: Buffer[] = [];
      try {
        for await (const piece of answer) pieces.push(piece);
        const { 'transfer-encoding': _, ...rest } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, rest);
        outgoing.end(Buffer.concat(pieces));
      } catch {
        outgoing.destroy();
      }
    });
  });
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

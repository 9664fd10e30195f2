import { afterEach, vi } from 'vitest';
import { WebSocket } from 'ws';
import type * as Y from 'yjs';
import { type Connection, type ConnectOptions, connect } from './index.ts';
import { Partner } from './partner.test.support.ts';

const connections: Connection[] = [];
const partners: Partner[] = [];

/** Starts a server that the end of the test stops. */
export const start = async (...[habits, port]: Parameters<typeof Partner.start>): Promise<Partner> => {
  const partner = await Partner.start(habits, port);
  partners.push(partner);
  return partner;
};

/** Opens the document `doc` over real sockets; the end of the test closes it. Keeps nothing unless told to. */
export const open = (url: string, options: ConnectOptions = {}): Connection => {
  const connection = connect(url, 'doc', { WebSocket, offline: false, ...options });
  connections.push(connection);
  return connection;
};

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(connections.splice(0).map((connection) => connection.destroy()));
  await Promise.all(partners.splice(0).map((partner) => partner.stop()));
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A WebSocket class that counts the sockets opened with it. */
export const countingWebSocket = (): { readonly WebSocket: typeof WebSocket; readonly count: () => number } => {
  let count = 0;
  class Counting extends WebSocket {
    constructor(url: string, protocols: string[]) {
      count += 1;
      super(url, protocols);
    }
  }
  return { WebSocket: Counting as typeof WebSocket, count: () => count };
};

/** Stands in for a browser's `window` and `document` until the test's end: real event targets, and nothing else. */
export const browser = () => {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  return {
    online: () => window.dispatchEvent(new Event('online')),
    show: (visibilityState: string) => {
      document.visibilityState = visibilityState;
      document.dispatchEvent(new Event('visibilitychange'));
    },
    pagehide: () => window.dispatchEvent(new Event('pagehide')),
    pageshow: (persisted: boolean) => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted })),
  };
};

interface HasDoc {
  readonly doc: Y.Doc;
}

/** Puts `text` at the document's front. */
export const write = ({ doc }: HasDoc, text: string): void => doc.getText('text').insert(0, text);

export const textOf = ({ doc }: HasDoc): string => doc.getText('text').toString();

/** Resolves once the document's text is as asked. */
export const untilText = ({ doc }: HasDoc, text: string): Promise<void> =>
  new Promise((resolve) => {
    const check = () => {
      if (textOf({ doc }) !== text) return;
      doc.off('update', check);
      resolve();
    };
    doc.on('update', check);
    check();
  });

/** Collects what is reported because no caller can take it; without it, the console would show it. */
export const reports = (): unknown[] => {
  const errors: unknown[] = [];
  vi.spyOn(console, 'error').mockImplementation((error) => {
    errors.push(error);
  });
  return errors;
};

import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import { encodeAwarenessUpdate } from 'y-protocols/awareness';
import { MessageType } from '../protocol/index.ts';
import { browser, open, start } from './fixture.test.support.ts';
import type { Connection } from './index.ts';
import { type Session, until } from './partner.test.support.ts';

/** Passes on what `from` says of itself, as a server does. */
const tell = (session: Session, from: Connection): void =>
  session.send(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MessageType.awareness);
      encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(from.awareness, [from.doc.clientID]));
    }) as Uint8Array<ArrayBuffer>,
  );

const last = ({ awareness }: Session) => awareness.at(-1);

describe('the awareness', () => {
  it('is told on connecting and at each change, and what others say is not sent back', async () => {
    const partner = await start();
    const [one, two] = [open(partner.url), open(partner.url)];
    const session = await partner.next();
    await Promise.all([one.whenSynced, two.whenSynced]);
    two.awareness.setLocalState({ name: 'Two' });
    tell(session, two);
    await new Promise<void>((resolve) => one.awareness.once('change', () => resolve()));
    expect(one.awareness.getStates().get(two.doc.clientID)).toEqual({ name: 'Two' });
    one.awareness.setLocalState({ name: 'One' });
    await session.until((each) => JSON.stringify(last(each)?.state) === '{"name":"One"}');
    expect(session.awareness.every(({ id }) => id === one.doc.clientID)).toBe(true);
  });

  it('comes back after a broken connection with a clock that the others take for news', async () => {
    const partner = await start();
    const connection = open(partner.url);
    connection.awareness.setLocalState({ name: 'Me' });
    const session = await partner.next();
    await session.until(({ awareness }) => awareness.length > 0);
    const clock = last(session)?.clock ?? 0;
    session.cut();
    await until(connection.status, ({ state }) => state === 'disconnected');
    connection.reconnect();
    const next = await partner.next();
    await next.until(({ awareness }) => awareness.length > 0);
    expect(next.awareness[0]).toMatchObject({ state: { name: 'Me' } });
    expect(next.awareness[0]?.clock).toBeGreaterThan(clock);
  });

  it.each<[string, (connection: Connection, page: ReturnType<typeof browser>) => unknown]>([
    ['the page is left', (_, page) => page.pagehide()],
    ['the connection is destroyed', (connection) => connection.destroy()],
    ['disconnect() is called', (connection) => connection.disconnect()],
  ])('says goodbye at once when %s', async (_, leave) => {
    const page = browser();
    const partner = await start();
    const connection = open(partner.url);
    connection.awareness.setLocalState({ name: 'Me' });
    const session = await partner.next();
    await session.until((each) => last(each)?.state !== undefined && connection.status.value.state === 'connected');
    leave(connection, page);
    await session.until((each) => last(each)?.state === null);
    expect(last(session)?.id).toBe(connection.doc.clientID);
  });

  it('is there again when a page that was put aside is shown again', async () => {
    const page = browser();
    const partner = await start();
    const connection = open(partner.url);
    connection.awareness.setLocalState({ name: 'Me' });
    const session = await partner.next();
    await connection.whenSynced;
    page.pagehide();
    page.pagehide();
    await session.until((each) => last(each)?.state === null);
    // The first show of a page that was never put aside.
    page.pageshow(false);
    expect(connection.awareness.getLocalState()).toBeNull();
    page.pageshow(true);
    expect(connection.awareness.getLocalState()).toEqual({ name: 'Me' });
    await session.until((each) => last(each)?.state !== null);
  });
});

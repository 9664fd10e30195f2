import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { PART_SIZE, SyncType } from '../protocol/index.ts';
import { open, reports, start, textOf, untilText, write } from './fixture.test.support.ts';
import type { Connection } from './index.ts';
import { type Partner, type Session, until } from './partner.test.support.ts';

/** Connected, the first exchange acknowledged, and from then on nothing without the test's word. */
const inStep = async (): Promise<{ partner: Partner; connection: Connection; session: Session }> => {
  const partner = await start({ commits: false });
  const connection = open(partner.url);
  const session = await partner.next();
  await session.received(1);
  session.acknowledge(1);
  await until(connection.saved, ({ state }) => state === 'saved');
  return { partner, connection, session };
};

describe('saved, over a socket whose acknowledgements are held back,', () => {
  it('is not said before the answer to the server is durable, even of an empty document', async () => {
    const partner = await start({ commits: false });
    const connection = open(partner.url);
    const session = await partner.next();
    await Promise.all([connection.whenSynced, session.received(1)]);
    expect(connection.saved.value).toEqual({ state: 'loading' });
    session.acknowledge(1);
    await until(connection.saved, ({ state }) => state === 'saved');
  });

  it('waits for each change in turn', async () => {
    const { connection, session, partner } = await inStep();
    write(connection, 'b');
    write(connection, 'a');
    expect(connection.saved.value).toEqual({ state: 'saving', changes: 2 });
    expect(connection.hasUnsavedChanges).toBe(true);
    await session.received(3);
    session.acknowledge(2);
    expect(await until(connection.saved, (saved) => saved.state === 'saving' && saved.changes === 1)).toBeTruthy();
    expect(textOf(partner)).toBe('b');
    session.acknowledge(3);
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(connection.hasUnsavedChanges).toBe(false);
    expect(textOf(partner)).toBe('ab');
  });

  it('counts what was never acknowledged on a broken connection, and sends it again on the next', async () => {
    const { connection, session, partner } = await inStep();
    write(connection, 'b');
    await session.received(2);
    session.cut();
    expect(await until(connection.saved, ({ state }) => state === 'offline')).toEqual({
      state: 'offline',
      changes: 1,
      kept: false,
    });
    write(connection, 'a');
    expect(connection.saved.value).toEqual({ state: 'offline', changes: 2, kept: false });
    connection.reconnect();
    const next = await partner.next();
    await next.received(1);
    expect(connection.saved.value).toEqual({ state: 'saving', changes: 2 });
    next.acknowledge(1);
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(textOf(partner)).toBe('ab');
  });

  it('is said of a refused change only after the server has asked for it again and has it', async () => {
    const { connection, session, partner } = await inStep();
    session.refuse(2);
    write(connection, 'b');
    write(connection, 'a');
    await session.received(3);
    session.ask();
    await session.received(4);
    expect(session.frames[3]?.sync).toBe(SyncType.step2);
    expect(connection.saved.value).toEqual({ state: 'saving', changes: 2 });
    session.acknowledge(4);
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(textOf(partner)).toBe('ab');
  });

  it('is refused for a reader who writes all the same', async () => {
    const partner = await start({ role: 'viewer', commits: false });
    const connection = open(partner.url);
    const session = await partner.next();
    await session.received(1);
    session.acknowledge(1);
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(connection.role.value).toBe('viewer');
    write(connection, 'a');
    expect(connection.saved.value).toMatchObject({ state: 'refused', changes: 1, code: 4403 });
  });

  it.each([
    ['viewer', 0],
    ['editor', 1],
  ] as const)('of marks that others set twice, which Yjs clears away, a %s sends %i frames', async (role, frames) => {
    const partner = await start({ role });
    write(partner, 'marked');
    const others = [1, 2].map((clientID) => {
      const doc = new Y.Doc();
      doc.clientID = clientID;
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(partner.doc));
      doc.getText('text').format(0, 6, { bold: true });
      return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(partner.doc));
    });
    const connection = open(partner.url);
    const session = await partner.next();
    await session.received(1);
    session.acknowledge(1);
    await until(connection.saved, ({ state }) => state === 'saved');
    const before = session.frames.length;
    // Yjs tidies what is known to be a text.
    expect(textOf(connection)).toBe('marked');
    const tidied = new Promise<void>((resolve) => {
      connection.doc.on('update', (_update: Uint8Array, origin: unknown) => origin === null && resolve());
    });
    for (const update of others) partner.commit(update, null);
    await tidied;
    session.ask();
    await session.received(before + frames + 1);
    expect(session.frames.slice(before).map(({ sync }) => sync)).toEqual([
      ...Array.from({ length: frames }, () => SyncType.update),
      SyncType.step2,
    ]);
    session.acknowledge(before + frames + 1);
    await until(connection.saved, ({ state }) => state === 'saved');
  });

  it('takes a large change for one frame, however many parts carry it', async () => {
    const { connection, session, partner } = await inStep();
    const large = 'x'.repeat(5 * PART_SIZE);
    write(connection, large);
    write(connection, '!');
    await session.received(3);
    expect(Math.max(...session.sizes)).toBeLessThanOrEqual(PART_SIZE + 8);
    session.acknowledge(2);
    await until(connection.saved, (saved) => saved.state === 'saving' && saved.changes === 1);
    session.acknowledge(3);
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(textOf(partner)).toBe(`!${large}`);
  });

  it('takes a large answer from the server in parts', async () => {
    const partner = await start();
    const large = 'y'.repeat(5 * PART_SIZE);
    write(partner, large);
    const connection = open(partner.url);
    await connection.whenSynced;
    expect(textOf(connection)).toBe(large);
  });

  it('goes on when a listener of the embedder throws: the change is sent and saved', async () => {
    const errors = reports();
    const { connection, session, partner } = await inStep();
    connection.saved.subscribe(() => {
      throw new Error('from a listener');
    });
    connection.doc.getText('text').observe(() => {
      throw new Error('from an observer');
    });
    expect(() => write(connection, 'a')).toThrow('from an observer');
    await session.received(2);
    session.acknowledge(2);
    await until(connection.saved, ({ state }) => state === 'saved');
    const other = new Y.Doc();
    write({ doc: other }, 'b');
    partner.commit(Y.encodeStateAsUpdate(other), null);
    await untilText(connection, textOf(partner));
    expect(connection.status.value).toEqual({ state: 'connected' });
    expect(errors.map(String)).toContain('Error: from an observer');
    expect(errors.map(String)).toContain('Error: from a listener');
  });
});

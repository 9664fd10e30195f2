import { boardElements, type CanvasElement, putElements } from '@cowrite/editor/content/board';
import { emptyDocumentUpdate } from '@cowrite/editor/content/empty';
import {
  type CommentSummary,
  decodeEvent,
  type MessageList,
  MessageType,
  type NewThreadBody,
  type Problem,
  SUBPROTOCOL,
  type ThreadEvent,
  type ThreadList,
  type ThreadSummary,
} from '@cowrite/editor/protocol';
import * as decoding from 'lib0/decoding';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { CowriteServer, NODES } from '../harness/server.ts';
import { ADMIN_KEY, bearer, SECRET, type TokenClaims, tokenOf } from '../harness/tokens.ts';
import { WireClient } from '../harness/wire-client.ts';

let server: CowriteServer;

beforeAll(async () => {
  server = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY } });
});

afterAll(() => server.dispose());

/** Somebody with a role; Ann comments unless told. */
const as = async (claims: TokenClaims) => {
  const token = await tokenOf({ role: 'commenter', ...claims });
  return async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${server.url}/api/documents${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
};

type Caller = Awaited<ReturnType<typeof as>>;

const answer = async <T>(response: Promise<Response>, status = 200): Promise<T> => {
  const answered = await response;
  const text = await answered.text();
  expect([answered.status, text]).toEqual([status, expect.anything()]);
  return (text === '' ? null : JSON.parse(text)) as T;
};

const refused = async (response: Promise<Response>, status: number): Promise<string> => {
  const problem = await answer<Problem>(response, status);
  expect(problem.status).toBe(status);
  return problem.detail;
};

const createDocument = async (kind = 'document'): Promise<string> => {
  const response = await fetch(`${server.url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
    body: JSON.stringify({ kind }),
  });
  return ((await response.json()) as { id: string }).id;
};

let counter = 0;
const newId = (): string => `identifier-${++counter}`;

const words = (text: string, mentions: readonly { id: string; name: string }[] = []) => ({
  id: newId(),
  text,
  mentions,
});

const about = (text: string): NewThreadBody => ({ id: newId(), target: { kind: 'document' }, comment: words(text) });

const threadsOf = async (caller: Caller, id: string): Promise<ThreadList> =>
  answer<ThreadList>(caller('GET', `/${id}/comments`));

const join = async (id: string, claims: TokenClaims): Promise<WireClient> => {
  const token = await tokenOf(claims);
  return WireClient.join(server.syncUrl(id), new Y.Doc(), { protocols: [SUBPROTOCOL, bearer(token)] });
};

const sampleElement = (id: string): CanvasElement => ({
  ...{ id, type: 'rectangle', x: 0, y: 0, width: 80, height: 60, angle: 0, seed: 1, index: 'a0', isDeleted: false },
});

/** Events that reach a page, by name. */
const eventsOf = (client: WireClient, name: string): unknown[] => {
  const events: unknown[] = [];
  client.socket.prependListener('message', (frame: Buffer) => {
    const decoder = decoding.createDecoder(new Uint8Array(frame));
    if (decoding.readVarUint(decoder) !== MessageType.event) return;
    const event = decodeEvent(decoder);
    if (event.name === name) events.push(JSON.parse(event.data));
  });
  return events;
};

const textsIn = ({ doc }: WireClient): Y.XmlText[] =>
  doc
    .get('root-v2', Y.XmlElement)
    .toArray()
    .flatMap((block) => (block as Y.XmlElement).toArray() as Y.XmlText[]);

/** The stretches of a document's texts that a thread marks. */
const marked = (client: WireClient, thread: string): string[] =>
  textsIn(client).flatMap((text) =>
    (text.toDelta() as { insert: string; attributes?: Record<string, unknown> }[])
      .filter(({ attributes }) => attributes?.[`$comment-${thread}`] === true)
      .map(({ insert }) => insert),
  );

const placeIn = (text: Y.XmlText, from: number, to: number) => ({
  kind: 'text' as const,
  start: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, from, 0)) as unknown,
  end: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, to, -1)) as unknown,
});

describe('a thread', () => {
  test('C1: is begun, replied to, changed, resolved and opened again, each by whom the token says', async () => {
    const id = await createDocument();
    const [ann, bob] = [await as({ sub: 'ann', name: 'Ann', color: '#112233' }), await as({ sub: 'bob', name: 'Bob' })];
    const body = { ...about('  Is this right, @Bob?\r\nI doubt it. '), quote: 'the words' };
    const begun = await answer<ThreadSummary>(ann('POST', `/${id}/comments`, body), 201);
    expect(begun).toMatchObject({ id: body.id, target: { kind: 'document' }, quote: 'the words', resolved: null });
    expect(begun.comments).toMatchObject([
      { author: { id: 'ann', name: 'Ann', color: '#112233' }, text: 'Is this right, @Bob?\nI doubt it.' },
    ]);
    const reply = words('It is.');
    const replied = await answer<ThreadSummary>(bob('POST', `/${id}/comments/${body.id}/replies`, reply), 201);
    expect(replied.comments.map(({ author, text }) => `${author.name}: ${text}`)).toEqual([
      'Ann: Is this right, @Bob?\nI doubt it.',
      'Bob: It is.',
    ]);
    const resolved = await answer<ThreadSummary>(bob('PATCH', `/${id}/comments/${body.id}`, { resolved: true }));
    expect(resolved.resolved?.by).toMatchObject({ id: 'bob', name: 'Bob' });
    const opened = await answer<ThreadSummary>(ann('PATCH', `/${id}/comments/${body.id}`, { resolved: false }));
    expect(opened.resolved).toBeNull();
    const path = `/${id}/comments/${body.id}/replies/${reply.id}`;
    const changed = await answer<ThreadSummary>(bob('PATCH', path, { text: 'It is not.' }));
    expect(changed.comments[1]).toMatchObject({ text: 'It is not.', editedAt: expect.any(String) });
    expect(await answer(ann('GET', `/${id}/comments/${body.id}`))).toEqual(changed);
    expect((await threadsOf(ann, id)).threads).toEqual([changed]);
    await server.stop();
    await server.start();
    expect((await threadsOf(ann, id)).threads).toEqual([changed]);
  });

  test('C2: takes a commenter: a viewer reads and marks what they read, and no more', async () => {
    const id = await createDocument();
    const [ann, eve] = [await as({ sub: 'ann' }), await as({ sub: 'eve', role: 'viewer' })];
    const body = about('Hello');
    const { comments } = await answer<ThreadSummary>(ann('POST', `/${id}/comments`, body), 201);
    const path = `/${id}/comments/${body.id}`;
    for (const [method, where, what] of [
      ['POST', `/${id}/comments`, about('no')],
      ['POST', `${path}/replies`, words('no')],
      ['PATCH', path, { resolved: true }],
      ['PATCH', `${path}/replies/${comments[0]?.id}`, { text: 'no' }],
      ['DELETE', `${path}/replies/${comments[0]?.id}`],
      ['DELETE', path],
      ['POST', `/${id}/chat`, words('no')],
    ] as const) {
      expect(await refused(eve(method, where, what), 403)).toContain('commenter');
    }
    await answer(eve('PUT', `/${id}/comments/read`, { threads: { [body.id]: comments[0]?.seq } }), 204);
    const list = await threadsOf(eve, id);
    expect(list.read).toEqual({ [body.id]: comments[0]?.seq });
    expect(list.threads).toHaveLength(1);
    const stranger = await as({ sub: 'ann', doc: 'other' });
    await refused(stranger('GET', `/${id}/comments`), 403);
    await refused(stranger('GET', `/${id}/chat`), 403);
  });

  test('C3: only their author changes words; only their author and an owner remove them', async () => {
    const id = await createDocument();
    const [ann, bob] = [await as({ sub: 'ann' }), await as({ sub: 'bob', role: 'editor' })];
    const owner = await as({ sub: 'olga', role: 'owner' });
    const body = about('Mine');
    await answer(ann('POST', `/${id}/comments`, body), 201);
    const path = `/${id}/comments/${body.id}`;
    const first = `${path}/replies/${body.comment.id}`;
    expect(await refused(bob('PATCH', first, { text: 'Not mine' }), 403)).toContain('somebody else');
    expect(await refused(owner('PATCH', first, { text: 'Not mine' }), 403)).toContain('somebody else');
    expect(await refused(bob('DELETE', first), 403)).toContain('somebody else');
    const reply = words('A reply');
    await answer(bob('POST', `${path}/replies`, reply), 201);
    expect(await refused(ann('DELETE', path), 403)).toContain('Others');
    await answer(ann('DELETE', first), 204);
    const left = await answer<ThreadSummary>(bob('GET', path));
    expect(left.comments).toMatchObject([{ text: '', deletedAt: expect.any(String) }, { text: 'A reply' }]);
    await answer(owner('DELETE', `${path}/replies/${reply.id}`), 204);
    await refused(bob('GET', path), 404);
    await refused(bob('PATCH', path, { resolved: true }), 404);
  });

  test('C4: a call made again changes nothing, and an id is one person’s', async () => {
    const id = await createDocument();
    const [ann, bob] = [await as({ sub: 'ann' }), await as({ sub: 'bob' })];
    const body = about('Once');
    const begun = await answer<ThreadSummary>(ann('POST', `/${id}/comments`, body), 201);
    expect(await answer(ann('POST', `/${id}/comments`, body), 200)).toEqual(begun);
    const reply = words('Twice?');
    const replied = await answer<ThreadSummary>(ann('POST', `/${id}/comments/${body.id}/replies`, reply), 201);
    expect(await answer(ann('POST', `/${id}/comments/${body.id}/replies`, reply), 201)).toEqual(replied);
    await refused(bob('POST', `/${id}/comments`, body), 409);
    await refused(bob('POST', `/${id}/comments/${body.id}/replies`, reply), 409);
    expect((await threadsOf(ann, id)).threads).toEqual([replied]);
  });

  test('C5: open pages hear of each change, and of a long one that there is one', async () => {
    const id = await createDocument();
    const ann = await as({ sub: 'ann' });
    const page = await join(id, { sub: 'bob', role: 'viewer' });
    const events = eventsOf(page, 'comment') as ThreadEvent[];
    const body = about('Hear, hear');
    const begun = await answer<ThreadSummary>(ann('POST', `/${id}/comments`, body), 201);
    await vi.waitFor(() => expect(events).toHaveLength(1));
    expect(events[0]).toEqual({ id: body.id, thread: begun });
    await answer(ann('POST', `/${id}/comments/${body.id}/replies`, words('x'.repeat(9_000))), 201);
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(events[1]).toEqual({ id: body.id });
    await answer(ann('DELETE', `/${id}/comments/${body.id}`), 204);
    await vi.waitFor(() => expect(events).toHaveLength(3));
    expect(events[2]).toEqual({ id: body.id, thread: null });
    await page.close();
  });

  test('bad input is answered with what is wrong, and nothing is kept', async () => {
    const id = await createDocument();
    const ann = await as({ sub: 'ann' });
    const bad: [unknown, string][] = [
      [{ ...about('x'), id: 'short' }, 'id'],
      [{ ...about(' \n ') }, 'comment.text'],
      [{ ...about('x'.repeat(10_001)) }, 'comment.text'],
      [{ ...about('x'), target: { kind: 'moon' } }, 'target'],
      [{ ...about('x'), target: { kind: 'elements', elements: [] } }, 'target.elements'],
      [{ ...about('x'), target: { kind: 'text', start: null, end: null } }, 'target.start'],
      [{ ...about('x'), extra: 1 }, 'extra'],
      [[], ''],
    ];
    for (const [body, where] of bad) expect(await refused(ann('POST', `/${id}/comments`, body), 400)).toContain(where);
    await refused(ann('GET', `/${id}/comments?cursor=nonsense`), 400);
    await refused(ann('GET', `/${id}/comments?limit=0`), 400);
    await refused(ann('PUT', `/${id}/comments/read`, { threads: { [newId()]: -1 } }), 400);
    await refused(ann('GET', `/${id}/comments/${newId()}`), 404);
    await refused(ann('POST', `/${id}/comments/${newId()}/replies`, words('x')), 404);
    await refused(ann('PUT', `/${id}/comments`, {}), 405);
    expect((await threadsOf(ann, id)).threads).toEqual([]);
  });
});

describe('what a thread is about', () => {
  test('C6: is marked by the server in the commenter’s name, while others type, and unmarked with the thread', async () => {
    const id = await createDocument();
    const editor = await join(id, { sub: 'ed', role: 'editor' });
    const reader = await join(id, { sub: 'cora', role: 'commenter' });
    const cora = await as({ sub: 'cora' });
    textsIn(editor)[0]?.insert(0, 'one two three');
    await reader.until(() => textsIn(reader)[0]?.toString() === 'one two three', 'the text');
    const [text] = textsIn(reader);
    if (!text) throw new Error('there is no text');
    const target = placeIn(text, 4, 7);
    textsIn(editor)[0]?.insert(0, 'zero ');
    const body = { ...about('Two?'), target };
    await answer(cora('POST', `/${id}/comments`, body), 201);
    await answer(cora('POST', `/${id}/comments`, body), 200);
    for (const page of [editor, reader]) {
      await page.until(() => marked(page, body.id).join() === 'two', 'the mark');
    }
    textsIn(editor)[0]?.delete(0, 5);
    await answer(cora('DELETE', `/${id}/comments/${body.id}`), 204);
    for (const page of [editor, reader]) await page.until(() => marked(page, body.id).length === 0, 'no mark');
    expect(textsIn(reader)[0]?.toString()).toBe('one two three');
    await Promise.all([editor.close(), reader.close()]);
  });

  test('C6: that isn’t there is refused, and no thread is begun', async () => {
    const id = await createDocument();
    const ann = await as({ sub: 'ann' });
    const elsewhere = new Y.Doc();
    Y.applyUpdate(elsewhere, emptyDocumentUpdate());
    const text = (elsewhere.get('root-v2', Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    text.insert(0, 'not stored');
    const body = { ...about('Where?'), target: placeIn(text, 0, 3) };
    expect(await refused(ann('POST', `/${id}/comments`, body), 409)).toContain('again');
    const block = { ...about('Where?'), target: { kind: 'block', block: 'nowhere' } };
    await refused(ann('POST', `/${id}/comments`, block), 409);
    expect((await threadsOf(ann, id)).threads).toEqual([]);
  });

  test('C6: elements of a board are marked while others draw, and what is deleted can’t be', async () => {
    const id = await createDocument('board');
    const editor = await join(id, { sub: 'ed', role: 'editor' });
    const reader = await join(id, { sub: 'cora', role: 'commenter' });
    const cora = await as({ sub: 'cora' });
    putElements(editor.doc, [sampleElement('shape'), sampleElement('other')]);
    const elements = boardElements(reader.doc);
    await reader.until(() => elements.size === 2, 'the elements');
    const body = { ...about('This?'), target: { kind: 'elements' as const, elements: ['shape', 'nowhere'] } };
    const begun = await answer<ThreadSummary>(cora('POST', `/${id}/comments`, body), 201);
    expect(begun.target).toEqual(body.target);
    const mark = `$comment-${body.id}`;
    boardElements(editor.doc).get('shape')?.set('strokeColor', '#ff0000');
    for (const { doc, until } of [editor, reader].map((page) => ({ doc: page.doc, until: page.until.bind(page) }))) {
      const shape = boardElements(doc).get('shape');
      await until(() => shape?.get(mark) === true && shape.get('strokeColor') === '#ff0000', 'the mark');
      expect(boardElements(doc).get('other')?.has(mark)).toBe(false);
    }
    boardElements(editor.doc).get('other')?.set('isDeleted', true);
    await reader.until(() => elements.get('other')?.get('isDeleted') === true, 'the deletion');
    const gone = { ...about('That?'), target: { kind: 'elements' as const, elements: ['other'] } };
    expect(await refused(cora('POST', `/${id}/comments`, gone), 409)).toContain('again');
    await refused(cora('POST', `/${id}/comments`, { ...gone, target: { kind: 'block', block: 'shape' } }), 409);
    boardElements(reader.doc).get('shape')?.set('$comment-forged-thread', true);
    await answer(cora('DELETE', `/${id}/comments/${body.id}`), 204);
    await editor.until(() => !boardElements(editor.doc).get('shape')?.has(mark), 'no mark');
    expect(boardElements(editor.doc).get('shape')?.has('$comment-forged-thread')).toBe(false);
    expect((await threadsOf(cora, id)).threads).toEqual([]);
    await Promise.all([editor.close(), reader.close()]);
  });

  test('C7: a commenter’s own frames mark nothing', async () => {
    const id = await createDocument();
    const commenter = await join(id, { sub: 'cora', role: 'commenter' });
    const editor = await join(id, { sub: 'ed', role: 'editor' });
    textsIn(editor)[0]?.insert(0, 'words');
    await commenter.until(() => textsIn(commenter)[0]?.toString() === 'words', 'the text');
    textsIn(commenter)[0]?.format(0, 5, { '$comment-forged-thread': true });
    textsIn(editor)[0]?.insert(5, '!');
    await commenter.until(() => textsIn(commenter)[0]?.length === 6, 'the next change');
    expect(marked(editor, 'forged-thread')).toEqual([]);
    await Promise.all([commenter.close(), editor.close()]);
  });
});

test('C10: what somebody has read reaches their other pages at once, and nobody else’s', async () => {
  const id = await createDocument();
  const [ann, bob] = [await as({ sub: 'ann' }), await as({ sub: 'bob' })];
  const [bobs, anns] = [await join(id, { sub: 'bob', role: 'viewer' }), await join(id, { sub: 'ann' })];
  const [heard, unheard] = [eventsOf(bobs, 'read'), eventsOf(anns, 'read')];
  const body = about('Read this');
  const begun = await answer<ThreadSummary>(ann('POST', `/${id}/comments`, body), 201);
  const seq = begun.comments[0]?.seq ?? 0;
  await answer(bob('PUT', `/${id}/comments/read`, { threads: { [body.id]: seq } }), 204);
  const message = await answer<CommentSummary>(ann('POST', `/${id}/chat`, words('and this')), 201);
  await answer(bob('PUT', `/${id}/chat/read`, { seq: message.seq }), 204);
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard).toEqual([
    { person: 'bob', threads: { [body.id]: seq } },
    { person: 'bob', chat: message.seq },
  ]);
  expect(unheard).toEqual([]);
  await Promise.all([bobs.close(), anns.close()]);
});

describe('the chat', () => {
  test('C8: has its history page by page, and tells open pages', async () => {
    const id = await createDocument();
    const [ann, bob] = [await as({ sub: 'ann', name: 'Ann' }), await as({ sub: 'bob', name: 'Bob' })];
    const page = await join(id, { sub: 'bob', role: 'viewer' });
    const events = eventsOf(page, 'chat');
    const said: CommentSummary[] = [];
    for (let i = 0; i < 5; i++)
      said.push(await answer<CommentSummary>(ann('POST', `/${id}/chat`, words(`m${i}`)), 201));
    await vi.waitFor(() => expect(events).toHaveLength(5));
    expect(events[4]).toEqual({ id: said[4]?.id, message: said[4] });
    const last = await answer<MessageList>(bob('GET', `/${id}/chat?limit=3`));
    expect(last.messages).toEqual(said.slice(2));
    expect(last).toMatchObject({ next: said[2]?.seq, unread: 5, read: 0, self: { id: 'bob' } });
    const before = await answer<MessageList>(bob('GET', `/${id}/chat?limit=3&before=${last.next}`));
    expect(before).toMatchObject({ messages: said.slice(0, 2), next: null });
    await answer(bob('PUT', `/${id}/chat/read`, { seq: said[3]?.seq }), 204);
    expect((await answer<MessageList>(bob('GET', `/${id}/chat`))).unread).toBe(1);
    await page.close();
  });

  test('C3: a message is changed by its author, removed by them or an owner, and keeps its place', async () => {
    const id = await createDocument();
    const [ann, bob, owner] = [
      await as({ sub: 'ann' }),
      await as({ sub: 'bob' }),
      await as({ sub: 'olga', role: 'owner' }),
    ];
    const first = words('helo');
    const said = await answer<CommentSummary>(ann('POST', `/${id}/chat`, first), 201);
    expect(await answer(ann('POST', `/${id}/chat`, first), 201)).toEqual(said);
    await refused(bob('POST', `/${id}/chat`, first), 409);
    await refused(bob('PATCH', `/${id}/chat/${first.id}`, { text: 'x' }), 403);
    await refused(bob('DELETE', `/${id}/chat/${first.id}`), 403);
    const changed = await answer<CommentSummary>(ann('PATCH', `/${id}/chat/${first.id}`, { text: 'hello' }));
    expect(changed).toMatchObject({ text: 'hello', seq: said.seq });
    await answer(owner('DELETE', `/${id}/chat/${first.id}`), 204);
    const { messages } = await answer<MessageList>(bob('GET', `/${id}/chat`));
    expect(messages).toMatchObject([{ id: first.id, text: '', deletedAt: expect.any(String) }]);
    await refused(ann('PATCH', `/${id}/chat/${first.id}`, { text: 'back' }), 404);
  });

  test('C9: who says more than anybody reads is told to wait', async () => {
    const id = await createDocument();
    const ann = await as({ sub: 'ann' });
    // Each node counts for itself; said one after the other, on a busy machine, they are no more than one a second.
    const said = Array.from({ length: 40 * NODES }, (_, i) => ann('POST', `/${id}/chat`, words(`m${i}`)));
    const statuses = (await Promise.all(said)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([201, 429]));
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(30);
  });
});

test('C10: unread marks are a person’s own, a guest’s too, and stay with them over visits', async () => {
  const id = await createDocument();
  const owner = await as({ sub: 'olga', role: 'owner' });
  const link = await answer<{ id: string }>(owner('POST', `/${id}/links`, { role: 'commenter' }), 201);
  const enter = async (guest?: string) => {
    const response = await fetch(`${server.url}/api/links/${link.id}/enter`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Gus', ...(guest === undefined ? {} : { guest }) }),
    });
    return (await response.json()) as { token: string; guest: string };
  };
  const asGuest = async (token: string, path: string, method = 'GET', body?: unknown) =>
    fetch(`${server.url}/api/documents/${id}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const body = about('Welcome');
  const { comments } = await answer<ThreadSummary>(owner('POST', `/${id}/comments`, body), 201);
  const first = await enter();
  const before = (await (await asGuest(first.token, '/comments')).json()) as ThreadList;
  expect(before.read).toEqual({});
  expect(before.self).toMatchObject({ name: 'Gus', id: expect.stringMatching(/^guest:/) });
  await asGuest(first.token, '/comments/read', 'PUT', { threads: { [body.id]: comments[0]?.seq } });
  const again = await enter(first.guest);
  expect(((await (await asGuest(again.token, '/comments')).json()) as ThreadList).read).toEqual({
    [body.id]: comments[0]?.seq,
  });
  const another = await enter();
  expect(((await (await asGuest(another.token, '/comments')).json()) as ThreadList).read).toEqual({});
});

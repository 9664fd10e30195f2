import { randomBytes } from 'node:crypto';
import {
  FrameParser,
  type HttpSessionAnswer,
  MessageTooLargeError,
  PROTOCOLS_HEADER,
  SUBPROTOCOL,
} from '@cowrite/editor/protocol';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { methodNotAllowed, ProblemError } from '../api/problem.ts';
import { isRefused } from './admission.ts';
import { HttpConnection } from './http-connection.ts';
import type { Session } from './session.ts';
import type { SessionHost, Where } from './session-host.ts';

interface HttpSession {
  readonly connection: HttpConnection;
  readonly session: Session;
  readonly where: Where;
  /** Number of the request up that comes next. */
  next: number;
}

type HttpContext = Context<{ Bindings: HttpBindings }>;

const STREAM_HEADERS = {
  'content-type': 'application/octet-stream',
  // `no-transform`: a proxy that compresses holds bytes back. The last is nginx's own switch for the same.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * `/:documentId/http`: the same sessions as by WebSocket, where that is blocked. `POST` opens one; `GET` of it is what
 * comes down, `POST` to it what goes up, `DELETE` its end (SPEC, H1–H5).
 */
export class HttpEndpoint {
  readonly routes: Hono<{ Bindings: HttpBindings }>;
  readonly #host: SessionHost;
  readonly #sessions = new Map<string, HttpSession>();

  constructor(host: SessionHost) {
    this.#host = host;
    this.routes = new Hono<{ Bindings: HttpBindings }>()
      .post('/:documentId/http', (context) => this.#open(context))
      .get('/:documentId/http/:session', (context) => this.#down(context))
      .post('/:documentId/http/:session', (context) => this.#up(context))
      .delete('/:documentId/http/:session', (context) => this.#close(context))
      .all('/:documentId/http', methodNotAllowed('POST'))
      .all('/:documentId/http/:session', methodNotAllowed('GET, POST, DELETE'));
  }

  async #open(context: HttpContext): Promise<Response> {
    const refusal = this.#host.refuseFull(context);
    if (refusal) return refusal;
    const where = this.#host.whereOf(context);
    const grant = await this.#host.admit(where);
    if (isRefused(grant)) return context.json(grant satisfies HttpSessionAnswer);
    const id = randomBytes(16).toString('base64url');
    const connection = new HttpConnection(() => {
      if (this.#sessions.delete(id)) this.#host.end(session, where);
    });
    const offered = (context.req.header(PROTOCOLS_HEADER) ?? '').split(',').map((each) => each.trim());
    const session = this.#host.open({ connection, where, grant, extended: offered.includes(SUBPROTOCOL) });
    this.#sessions.set(id, { connection, session, where, next: 0 });
    return context.json({ session: id } satisfies HttpSessionAnswer, 201);
  }

  #down(context: HttpContext): Response {
    const { connection } = this.#existing(context);
    const after = numberIn(context, 'after');
    const response = context.env.outgoing;
    response.writeHead(200, { ...Object.fromEntries(context.res.headers), ...STREAM_HEADERS });
    // A proxy may wait for the first bytes before it passes the head on.
    response.flushHeaders();
    connection.attach({ response, isPoll: context.req.query('poll') !== undefined }, after);
    return RESPONSE_ALREADY_SENT;
  }

  async #up(context: HttpContext): Promise<Response> {
    const http = this.#existing(context);
    const number = numberIn(context, 'n');
    http.connection.heard();
    // It was here already, and its answer was lost.
    if (number < http.next) return context.body(null, 204);
    if (number > http.next) throw new ProblemError(409, `Request ${http.next} comes first.`);
    const messages = await this.#messages(context);
    if (number < http.next) return context.body(null, 204);
    http.next++;
    for (const message of messages) http.session.receive(message);
    await http.connection.ready;
    return context.body(null, 204);
  }

  /** All messages of a body, or none. */
  async #messages(context: HttpContext): Promise<Uint8Array[]> {
    const parser = new FrameParser(this.#host.maxMessage);
    const messages: Uint8Array[] = [];
    try {
      let bytes = 0;
      for await (const piece of context.req.raw.body ?? []) {
        bytes += piece.length;
        if (bytes > this.#host.maxMessage) throw new MessageTooLargeError('body too large');
        for (const frame of parser.add(piece)) if (frame.type === 'message') messages.push(frame.data);
      }
    } catch (error) {
      if (error instanceof MessageTooLargeError)
        throw new ProblemError(413, 'The body is too large: cut it into parts.');
      if (error instanceof RangeError) throw new ProblemError(400, 'The body is no run of frames.');
      throw new ProblemError(400, 'The body did not arrive whole.');
    }
    if (parser.isWithinFrame) throw new ProblemError(400, 'The body ends within a frame.');
    return messages;
  }

  #close(context: HttpContext): Response {
    this.#existing(context).connection.drop();
    return context.body(null, 204);
  }

  #existing(context: HttpContext): HttpSession {
    const found = this.#sessions.get(context.req.param('session') ?? '');
    if (!found || found.where.documentId !== context.req.param('documentId')) {
      throw new ProblemError(404, 'There is no such session: open a new one.');
    }
    return found;
  }
}

const numberIn = (context: HttpContext, name: string): number => {
  const text = context.req.query(name) ?? '';
  if (!/^\d{1,15}$/.test(text)) throw new ProblemError(400, `${name} is a whole number from 0.`);
  return Number(text);
};

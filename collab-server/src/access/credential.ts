import { BEARER_PROTOCOL } from '@cowrite/editor/protocol';

/** How somebody asks to come in. */
export interface Credential {
  /** As it came in the subprotocol list, the Authorization header or the query; null where there was none. */
  readonly token: string | null;
  /** The request's, for `authorize` to look at; empty without one, since sessions keep them. */
  readonly headers: Headers;
}

const BEARER = /^Bearer +(.+)$/i;

/**
 * The token of a request: of its Authorization header, of the subprotocols it offers (browsers can't set a header on a
 * WebSocket), or, for clients that know neither, of its query.
 */
export const tokenOf = ({ headers, url }: Request): string | null => {
  const fromHeader = BEARER.exec(headers.get('authorization') ?? '')?.[1];
  return fromHeader ?? offered(headers) ?? new URL(url).searchParams.get('token');
};

const offered = (headers: Headers): string | undefined =>
  (headers.get('sec-websocket-protocol') ?? '')
    .split(',')
    .map((each) => each.trim())
    .find((each) => each.startsWith(BEARER_PROTOCOL))
    ?.slice(BEARER_PROTOCOL.length);

/** Whether a subprotocol is there to carry a token, and is none that could be chosen. */
export const isBearerProtocol = (protocol: string): boolean => protocol.startsWith(BEARER_PROTOCOL);

import { BEARER_PROTOCOL, CloseCode, SUBPROTOCOL } from '../protocol/index.ts';
import { RefusedError } from './socket.ts';

/** A token, or what gets one. */
export type TokenOption = string | (() => string | Promise<string>);

/** What HTTP allows in a subprotocol's name (RFC 9110, token): a browser throws on anything else. */
const HTTP_TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Throws TypeError on a token that can't be sent. */
export const checkTokenOption = (token: TokenOption | undefined): void => {
  if (typeof token === 'string' && !HTTP_TOKEN.test(token)) {
    throw new TypeError('a token may hold only what RFC 9110 allows in a token');
  }
};

export const getToken = async (token: TokenOption): Promise<string> =>
  typeof token === 'string' ? token : await token();

/** The subprotocols to offer. Rejects where the token's source does, and with a RefusedError on a token that can't be sent. */
export const offeredProtocols = async (token: TokenOption | undefined): Promise<string[]> => {
  if (token === undefined) return [SUBPROTOCOL];
  const fresh = await getToken(token);
  if (HTTP_TOKEN.test(fresh)) return [SUBPROTOCOL, `${BEARER_PROTOCOL}${fresh}`];
  throw new RefusedError(CloseCode.unauthorized, 'the token holds what no header can carry');
};

import { BEARER_PROTOCOL, CloseCode, isColor, SUBPROTOCOL } from '../protocol/index.ts';
import { RefusedError } from './socket.ts';
import { claimsIn } from './token-claims.ts';

/** A token, or what gets one. */
export type TokenOption = string | (() => string | Promise<string>);

/** Who a token says that its bearer is: for the screen alone, since nobody but the server can check it. */
export interface TokenUser {
  readonly id: string;
  /** Null where it is theirs to choose. */
  readonly color: string | null;
}

/** What HTTP allows in a subprotocol's name (RFC 9110, token): a browser throws on anything else. */
const HTTP_TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Twice what a slow backend takes, milliseconds. */
const PATIENCE = 20_000;

/** Throws TypeError on a token that can't be sent. */
export const checkTokenOption = (token: TokenOption | undefined): void => {
  if (typeof token === 'string' && !HTTP_TOKEN.test(token)) {
    throw new TypeError('a token may hold only what RFC 9110 allows in a token');
  }
};

/** Rejects where its source does, and where that says nothing in time: an attempt would wait for it for ever. */
export const getToken = async (token: TokenOption): Promise<string> => {
  if (typeof token === 'string') return token;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the token did not come in time')), PATIENCE);
  });
  try {
    return await Promise.race([token(), late]);
  } finally {
    clearTimeout(timer);
  }
};

/** The same, and whoever comes by it is told of to `tell`: null for a token that can't be read here. */
export const toldOf =
  (token: TokenOption, tell: (user: TokenUser | null) => void): TokenOption =>
  async () => {
    const fresh = await getToken(token);
    tell(userIn(fresh));
    return fresh;
  };

const userIn = (token: string): TokenUser | null => {
  const { sub, color, picksColor } = claimsIn(token);
  if (typeof sub !== 'string' || sub === '') return null;
  return { id: sub, color: isColor(color) && picksColor !== true ? color : null };
};

/** The subprotocols to offer. Rejects where the token's source does, and with a RefusedError on a token that can't be sent. */
export const offeredProtocols = async (token: TokenOption | undefined): Promise<string[]> => {
  if (token === undefined) return [SUBPROTOCOL];
  const fresh = await getToken(token);
  if (HTTP_TOKEN.test(fresh)) return [SUBPROTOCOL, `${BEARER_PROTOCOL}${fresh}`];
  throw new RefusedError(CloseCode.unauthorized, 'the token holds what no header can carry');
};

/**
 * The wire's vocabulary: y-websocket's protocol (types 0–3), and cowrite's extensions (100–104), which go only to
 * connections that offered the subprotocol `cowrite.v1`. Rules: collab-server/SPEC.md.
 */

/** The subprotocol that turns the extensions on. */
export const SUBPROTOCOL = 'cowrite.v1';

export const MessageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /** server → client: varUint n, the first n sync frames of this connection are durable or added nothing. */
  saved: 100,
  /** server → client: varString role. */
  role: 101,
  /** both ways: varString name, varString JSON. */
  event: 102,
  /** server → client: nothing, a fresh token is wanted; client → server: varString token. */
  token: 103,
  /** both ways: varUint number of parts still to come, then a piece of a message to the end of the frame. */
  part: 104,
} as const;

export const SyncType = {
  /** varUint8Array state vector: "tell me what I lack". */
  step1: 0,
  /** varUint8Array update: the answer. */
  step2: 1,
  /** varUint8Array update: a change. */
  update: 2,
} as const;

/** Codes 4400–4499 are final; after 4500–4599 a client should connect again. */
export const CloseCode = {
  badFrame: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  badDocumentId: 4404,
  deleted: 4410,
  tooLarge: 4413,
  corrupt: 4422,
  tooManyRequests: 4429,
  storageFailed: 4500,
  restarting: 4501,
  tooSlow: 4502,
  tokenExpired: 4503,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** By what a person may do, least first. */
export const ROLES = ['viewer', 'commenter', 'editor', 'owner'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (value: string): value is Role => (ROLES as readonly string[]).includes(value);

/** Whether the server takes changes of the document from this role. */
export const isWriter = (role: Role): boolean => role === 'editor' || role === 'owner';

/** What stands before a token that comes as a subprotocol: browsers can't set a header on a WebSocket. */
export const BEARER_PROTOCOL = 'cowrite.bearer.';

const COLOR = /^#[0-9a-f]{6}$/i;

/** `#rrggbb`: the form in which people have colours. */
export const isColor = (value: unknown): value is string => typeof value === 'string' && COLOR.test(value);

const DOCUMENT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Letters, digits, `.`, `_` and `-`, 1 to 128 of them, the first a letter or digit. */
export const isDocumentId = (id: string): boolean => DOCUMENT_ID.test(id);

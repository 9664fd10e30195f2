export { connect } from './connect.ts';
export type { Connection, ConnectOptions, DocumentEvent, Status } from './connection.ts';
export type { Observable } from './observable.ts';
export type { Saved } from './saved-state.ts';
export type { WebSocketClass, WebSocketLike } from './socket.ts';

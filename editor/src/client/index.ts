export type { Assets, UploadOptions } from './assets.ts';
export { connectAssets, UploadRefusedError, uploadIfTaken } from './assets.ts';
export { connect } from './connect.ts';
export type { Connection, ConnectOptions, DocumentEvent, Status } from './connection.ts';
export type { Observable } from './observable.ts';
export type { Saved } from './saved-state.ts';
export type { WebSocketClass, WebSocketLike } from './socket.ts';
export { type Upload, Uploads, type UploadsOptions } from './uploads.ts';

import './styles.ts';

export type { BoardFormat, BoardHandle } from '../board/index.ts';
export type { Assets, Connection, ConnectOptions, DocumentEvent, Saved, Status } from '../client/index.ts';
export { connect } from '../client/index.ts';
export type { NodeFormat } from '../content/formats/index.ts';
export type { DocumentProblem } from '../content/index.ts';
export { type Directory, type EditorHandle, useConnection, useObservable } from '../document/index.ts';
export type { Role } from '../protocol/index.ts';
export { CollabBoard, type CollabBoardProps } from './EmbeddedBoard.tsx';
export { CollabEditor, type CollabEditorProps } from './EmbeddedEditor.tsx';
export type { EmbeddedListeners, EmbeddedTarget, EmbeddedUser } from './embedding.ts';
export type { LookProps } from './Scope.tsx';

import './styles.ts';

export type { Assets, Connection, ConnectOptions, DocumentEvent, Saved, Status } from '../client/index.ts';
export { connect } from '../client/index.ts';
export type { DocumentProblem } from '../content/index.ts';
export { type Directory, type EditorHandle, useConnection, useObservable } from '../document/index.ts';
export type { Role } from '../protocol/index.ts';
export {
  CollabEditor,
  type CollabEditorProps,
  type EmbeddedListeners,
  type EmbeddedTarget,
  type EmbeddedUser,
} from './EmbeddedEditor.tsx';
export type { LookProps } from './Scope.tsx';

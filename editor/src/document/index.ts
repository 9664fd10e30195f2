export { formatShortcut } from './actions/shortcuts.ts';
export { useUploads } from './assets/use-uploads.ts';
export { CollabEditor } from './CollabEditor.tsx';
export type { EditorHandle } from './EditorSurface.tsx';
export { FIND } from './find/find-keys.ts';
export type { Directory, ListedDocument } from './mentions/directory.ts';
export { useConnection } from './use-connection.ts';
export { useObservable, useSelected } from './use-observable.ts';
export { useReady } from './use-ready.ts';

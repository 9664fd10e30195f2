import type { LexicalEditor } from 'lexical';

const known = new WeakMap<LexicalEditor, (threadId: string) => boolean>();

/** Says which threads are about an editor's document; returns how to stop. */
export const setKnownThreads = (editor: LexicalEditor, isKnown: (threadId: string) => boolean): (() => void) => {
  known.set(editor, isKnown);
  return () => void known.delete(editor);
};

/** Whether a thread is about an editor's document; where nothing is said about it, none is. */
export const isThreadOf = (editor: LexicalEditor, threadId: string): boolean => known.get(editor)?.(threadId) ?? false;

import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { ContentEditable } from '@lexical/react/LexicalContentEditable';
import { LexicalExtensionComposer } from '@lexical/react/LexicalExtensionComposer';
import { defineExtension, type LexicalEditor } from 'lexical';
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef } from 'react';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Uploads } from '../../client/index.ts';
import type { ChangeMark } from '../../content/history/index.ts';
import { attachDocument } from '../../content/index.ts';
import { AssetsContext, type EditorAssets } from '../assets/editor-assets.ts';
import { extendedWith } from '../extension.ts';
import { layOutFarBlocksLater } from '../far-blocks.ts';
import { type Directory, DirectoryProvider } from '../mentions/directory.ts';
import { PeopleProvider } from '../mentions/people-context.ts';
import text from '../text.module.css';
import { $markOf, ChangeNode } from './change-node.ts';
import styles from './MarkedDocument.module.css';

/** How whoever did something is shown. */
export interface MarkAuthor {
  readonly color: string;
  /** What was done, and by whom, in a sentence. */
  readonly sentence: string;
}

export interface MarkedHandle {
  /** Brings a change into view, and marks it as the one that is looked at. */
  goTo(n: number): void;
}

interface MarkedDocumentProps {
  /** A document that shows two states, as a Yjs update. */
  readonly marked: Uint8Array;
  readonly label: string;
  /** Without them, what is gone isn't shown and what came isn't marked. */
  readonly showChanges: boolean;
  readonly handle: Ref<MarkedHandle>;
  readonly directory: Directory;
  /** The document's own, for pictures to be shown. */
  readonly uploads: Uploads | null;
  authorOf(mark: ChangeMark): MarkAuthor;
}

const markedExtension = defineExtension({
  name: 'cowrite/marked-document',
  namespace: 'cowrite',
  nodes: () => [ChangeNode],
  dependencies: [extendedWith()],
});

const NOBODY: readonly [] = [];

/** Two states of a document in one, as it looks where it is written, read-only. */
export const MarkedDocument = ({ directory, uploads, ...props }: MarkedDocumentProps) => {
  const assets = useMemo(() => uploads && { uploads, connection: stillConnection() }, [uploads]);
  return (
    <PeopleProvider value={NOBODY}>
      <DirectoryProvider value={directory}>
        <AssetsContext value={assets}>
          <LexicalExtensionComposer extension={markedExtension} contentEditable={null}>
            <Shown {...props} />
          </LexicalExtensionComposer>
        </AssetsContext>
      </DirectoryProvider>
    </PeopleProvider>
  );
};

/** Nothing happens to what was: nobody is here, and no picture is on its way. */
const stillConnection = (): EditorAssets['connection'] => ({
  awareness: new Awareness(new Y.Doc()),
  onEvent: () => () => undefined,
  status: { value: { state: 'connected' }, subscribe: () => () => undefined },
});

const Shown = ({
  marked,
  label,
  showChanges,
  handle,
  authorOf,
}: Omit<MarkedDocumentProps, 'directory' | 'uploads'>) => {
  const [editor] = useLexicalComposerContext();
  const container = useRef<HTMLDivElement>(null);
  const layOutAll = useRef<() => void>(null);
  const doc = useMemo(() => {
    const read = new Y.Doc();
    Y.applyUpdate(read, marked);
    return read;
  }, [marked]);

  // Before the browser paints: what is shown while this takes its time stays until the text is there.
  useLayoutEffect(() => {
    const attachment = attachDocument(editor, doc, { readOnly: true, checkWhenIdle: 0 });
    const layOut = layOutFarBlocksLater(editor);
    layOutAll.current = layOut;
    return () => {
      layOut();
      attachment.detach();
    };
  }, [editor, doc]);

  useEffect(() => {
    const mark = () => markElements(editor, authorOf);
    mark();
    return editor.registerUpdateListener(mark);
  }, [editor, authorOf]);

  useImperativeHandle(handle, () => ({
    goTo: (n) => {
      // What lies between is as high as it is, and not as was guessed.
      layOutAll.current?.();
      const root = container.current;
      for (const element of root?.querySelectorAll('[data-current]') ?? []) element.removeAttribute('data-current');
      const parts = [...(root?.querySelectorAll(`[data-change-number="${n}"]`) ?? [])];
      for (const element of parts) element.setAttribute('data-current', '');
      // A table's first mark may be its whole: the words in it are nearer to what is meant.
      const first = parts.find((element) => element.getClientRects().length > 0);
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      first?.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
    },
  }));

  return (
    <div ref={container} className={styles.page} data-changes={showChanges ? 'shown' : 'hidden'}>
      <ContentEditable className={text.text} aria-label={label} aria-multiline />
    </div>
  );
};

/** Puts onto the page what marks say. The document never changes, and neither do its elements. */
const markElements = (editor: LexicalEditor, authorOf: MarkedDocumentProps['authorOf']): void => {
  editor.read(() => {
    for (const [key, node] of editor.getEditorState()._nodeMap) {
      const mark = $markOf(node);
      const element = mark && editor.getElementByKey(key);
      if (!element) continue;
      const { color, sentence } = authorOf(mark);
      element.dataset.change = mark.kind;
      element.dataset.changeNumber = String(mark.n);
      element.dataset.inline = String(node instanceof ChangeNode);
      element.style.setProperty('--by', color);
      element.title = sentence;
    }
  });
};

import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { ContentEditable } from '@lexical/react/LexicalContentEditable';
import { LexicalExtensionComposer } from '@lexical/react/LexicalExtensionComposer';
import { $getRoot, type AnyLexicalExtensionArgument } from 'lexical';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Discussion } from '../client/discussion/index.ts';
import type { Connection, Uploads } from '../client/index.ts';
import { attachDocument, type DocumentAttachment, type DocumentProblem } from '../content/index.ts';
import { useMaySpeak } from '../panels/discussion/use-may-speak.ts';
import { usePeople } from '../panels/people.ts';
import { AssetsContext } from './assets/editor-assets.ts';
import { useLinkedBlock } from './block-tools/use-linked-block.ts';
import { CommentingProvider } from './comments/commenting-context.ts';
import { WordCount } from './count/WordCount.tsx';
import styles from './EditorSurface.module.css';
import { extendedWith } from './extension.ts';
import { layOutFarBlocksLater } from './far-blocks.ts';
import { OPEN_FIND_COMMAND } from './find/open-find.ts';
import { SHOW_SHORTCUTS_COMMAND } from './help/show-shortcuts.ts';
import { type Directory, DirectoryProvider, NO_DIRECTORY } from './mentions/directory.ts';
import { PeopleProvider, useThoseHere } from './mentions/people-context.ts';
import './marks.css';
import './print.css';
import { Overlays } from './Overlays.tsx';
import { catchUpBeforeOthers } from './prompt-selection.ts';
import text from './text.module.css';
import { showCursors } from './together/cursors.ts';
import { shareView } from './together/share-view.ts';
import { usePeopleNews } from './together/use-people-news.ts';
import { Toolbar } from './toolbar/Toolbar.tsx';
import { useToolbarState } from './toolbar/toolbar-state.ts';
import { useKeyboardHeight } from './use-keyboard-height.ts';
import { useReadOnly } from './use-read-only.ts';
import { useReady } from './use-ready.ts';
import { ValuesContext } from './values/values-context.ts';

export interface EditorHandle {
  /** Puts the caret at the start of the text. */
  focusStart(): void;
  /** Opens the bar to find in the text. */
  openFind(): void;
  /** Opens the sheet of all keys. */
  showShortcuts(): void;
  /** Under which clientIDs what is selected, or the block at the caret, was written, and how much of it each. */
  clientsSelected(): ReadonlyMap<number, number>;
}

export interface SurfaceProps {
  readonly connection: Connection;
  /** The document's uploads; without them the text takes no pictures and files. */
  readonly uploads?: Uploads | null | undefined;
  /** Accessible name of the text. */
  readonly label?: string;
  /** Between the toolbar and the text, e.g. the title. */
  readonly children?: ReactNode;
  /** While there is nothing to show yet. */
  readonly fallback?: ReactNode;
  readonly handle?: Ref<EditorHandle>;
  /** The documents that the text can lead to; none unless told. */
  readonly directory?: Directory;
  /** Told of what the attachment noticed and mended. */
  readonly onProblem?: (problem: DocumentProblem) => void;
  /** The address of a block by its id, for links to it; without it no links are offered. */
  readonly blockLink?: (blockId: string) => string;
  /** The id of the block that a link led to: it is brought into view, also when it arrives only later. */
  readonly linkedBlock?: string | null;
  /** Nodes and what works on them, beside the document's own; taken as they are at first. */
  readonly extensions?: readonly AnyLexicalExtensionArgument[];
  /** React plugins of the editor, which find it by `useLexicalComposerContext`. */
  readonly plugins?: ReactNode;
  /** Reads, whatever the role allows. */
  readonly readOnly?: boolean;
  readonly hideToolbar?: boolean;
  /** What people say about the document; without it there are no comments and no chat. */
  readonly discussion?: Discussion | null | undefined;
  /** The address of a thread of comments, for links to it; without it no links are offered. */
  readonly threadLink?: (threadId: string) => string;
  /** The thread that a link led to. */
  readonly linkedThread?: string | null;
}

export const EditorSurface = ({ directory = NO_DIRECTORY, uploads = null, extensions, ...props }: SurfaceProps) => {
  const { connection } = props;
  const [extension] = useState(() => extendedWith(extensions));
  const assets = useMemo(() => uploads && { uploads, connection }, [uploads, connection]);
  return (
    <PeopleProvider value={usePeople(connection.awareness)}>
      <DirectoryProvider value={directory}>
        <AssetsContext value={assets}>
          <ValuesContext value={connection}>
            <LexicalExtensionComposer extension={extension} contentEditable={null}>
              <Surface {...props} />
            </LexicalExtensionComposer>
          </ValuesContext>
        </AssetsContext>
      </DirectoryProvider>
    </PeopleProvider>
  );
};

const Surface = ({
  connection,
  label,
  children,
  fallback,
  handle,
  onProblem,
  blockLink,
  linkedBlock = null,
  discussion = null,
  threadLink,
  linkedThread = null,
  plugins,
  readOnly: readsOnly = false,
  hideToolbar = false,
}: Omit<SurfaceProps, 'extensions'>) => {
  const { t } = useTranslation();
  const [editor] = useLexicalComposerContext();
  const ready = useReady(connection);
  const isRefused = useReadOnly(connection);
  const readOnly = readsOnly || isRefused;
  const cursors = useRef<HTMLDivElement>(null);
  const attachment = useAttachment({ connection, ready, readOnly, onProblem });
  const toolbar = useToolbarState(editor, attachment, readOnly || attachment === null);
  useKeyboardHeight();
  usePeopleNews(connection.awareness);
  const ownColor = useThoseHere().find(({ self }) => self)?.color;
  useLinkedBlock(attachment, linkedBlock);

  useImperativeHandle(handle, () => ({
    focusStart: () =>
      editor.update(
        () => {
          $getRoot().selectStart();
        },
        { onUpdate: () => editor.focus() },
      ),
    openFind: () => void editor.dispatchCommand(OPEN_FIND_COMMAND, 'find'),
    showShortcuts: () => editor.dispatchCommand(SHOW_SHORTCUTS_COMMAND, undefined),
    clientsSelected: () => attachment?.clientsSelected() ?? new Map(),
  }));

  useEffect(() => {
    const container = cursors.current;
    if (attachment === null || container === null) return undefined;
    const stops = [showCursors(attachment, { container }), shareView(attachment)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [attachment]);

  const mayComment = useMaySpeak(connection);
  const placeholder = t(readOnly ? 'editor.nothingYet' : 'editor.placeholder');
  return (
    <CommentingProvider value={discussion !== null && mayComment}>
      {!readOnly && !hideToolbar && <Toolbar editor={editor} state={toolbar} />}
      <div className={styles.column} data-document-column="">
        {children}
        {attachment === null && fallback}
        <div className={styles.page} hidden={attachment === null}>
          <ContentEditable
            className={text.text}
            part="text"
            style={ownColor === undefined ? {} : { caretColor: ownColor }}
            aria-label={label ?? t('editor.label')}
            aria-multiline
            aria-placeholder={placeholder}
            placeholder={<p className={styles.placeholder}>{placeholder}</p>}
          />
          <div ref={cursors} className={styles.cursors} data-print="no" />
        </div>
        {attachment !== null && <WordCount editor={editor} />}
      </div>
      <Overlays
        editor={editor}
        connection={connection}
        attachment={attachment}
        readOnly={readOnly}
        state={toolbar}
        blockLink={blockLink}
        discussion={discussion}
        threadLink={threadLink}
        linkedThread={linkedThread}
      />
      {plugins}
    </CommentingProvider>
  );
};

interface AttachmentInput {
  readonly connection: Connection;
  readonly ready: boolean;
  readonly readOnly: boolean;
  readonly onProblem: SurfaceProps['onProblem'];
}

/** Attached once there is content, never before: an editor that starts empty is how documents get lost. */
const useAttachment = ({ connection, ready, readOnly, onProblem }: AttachmentInput): DocumentAttachment | null => {
  const [editor] = useLexicalComposerContext();
  const [attachment, setAttachment] = useState<DocumentAttachment | null>(null);
  const latest = useRef({ readOnly, onProblem });
  useEffect(() => {
    latest.current = { readOnly, onProblem };
  });

  useEffect(() => {
    if (!ready) return undefined;
    const attached = attachDocument(editor, connection.doc, {
      awareness: connection.awareness,
      readOnly: latest.current.readOnly,
      onProblem: (problem) => latest.current.onProblem?.(problem),
    });
    const stops = [catchUpBeforeOthers(editor, connection.doc), layOutFarBlocksLater(editor)];
    setAttachment(attached);
    return () => {
      setAttachment(null);
      for (const stop of stops) stop();
      attached.detach();
    };
  }, [editor, connection, ready]);

  useEffect(() => attachment?.setReadOnly(readOnly), [attachment, readOnly]);
  return attachment;
};

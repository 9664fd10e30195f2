import { $getNearestNodeFromDOMNode, COMMAND_PRIORITY_EDITOR, type LexicalEditor } from 'lexical';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Discussion } from '../../client/discussion/index.ts';
import type { Connection } from '../../client/index.ts';
import type { DocumentAttachment } from '../../content/index.ts';
import { DiscussionPanel } from '../../panels/discussion/DiscussionPanel.tsx';
import { activate, beginDraft, openPanel, type ThreadPlaces, viewOf } from '../../panels/discussion/discussion-view.ts';
import { useLinkedThread } from '../../panels/discussion/use-linked-thread.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { pageInset } from '../page-inset.ts';
import { BEGIN_COMMENT_COMMAND, type Beginning, beginningOf } from './begin-comment.ts';
import { CommentHighlights } from './comment-highlights.ts';
import './commented.css';
import { useCommenting } from './commenting-context.ts';
import { setKnownThreads } from './known-threads.ts';
import { SelectionComment } from './SelectionComment.tsx';
import { ThreadIndex } from './thread-index.ts';

interface CommentsProps {
  readonly editor: LexicalEditor;
  readonly attachment: DocumentAttachment;
  readonly connection: Connection;
  readonly discussion: Discussion;
  readonly readOnly: boolean;
  /** The address of a thread; left out where there is none. */
  readonly link: ((threadId: string) => string) | undefined;
  /** The thread that a link led to. */
  readonly linked: string | null;
}

/** Comments on the text: marks on what they are about, the panel beside it, and what begins them. */
export const Comments = ({ editor, attachment, connection, discussion, readOnly, link, linked }: CommentsProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  const index = useIndex(editor, attachment);
  const highlights = useHighlights(editor, index, discussion);
  const places = useMemo<ThreadPlaces | null>(
    () => index && { kind: 'document', order: index.order, reveal: (id) => reveal(editor, index, id) },
    [editor, index],
  );
  useEffect(
    () => setKnownThreads(editor, (id) => discussion.threads.shown.value.threads.some((thread) => thread.id === id)),
    [editor, discussion],
  );
  useClicks(editor, index, discussion);
  useLinkedThread({ linked, discussion, places });
  const mayBegin = useCommenting();

  const begin = useCallback(
    (beginning: Beginning | null): void => {
      if (beginning === null) {
        // Nothing is selected, and nothing stands where the caret is.
        openPanel(discussion, 'comments');
        toast({ text: t('comments.selectFirst') });
        return;
      }
      beginDraft(discussion, beginning.draft);
      highlights.current?.showDraft(beginning.range);
    },
    [discussion, highlights, toast, t],
  );

  useEffect(
    () =>
      editor.registerCommand(
        BEGIN_COMMENT_COMMAND,
        (key) => {
          if (!mayBegin) return false;
          // What the command's own update has pending is written first.
          queueMicrotask(() => begin(beginningOf(attachment, key === undefined ? { selection: null } : { key })));
          return true;
        },
        COMMAND_PRIORITY_EDITOR,
      ),
    [editor, attachment, begin, mayBegin],
  );

  return (
    <>
      {places !== null && (
        <DiscussionPanel
          discussion={discussion}
          connection={connection}
          places={places}
          link={link}
          onLeave={() => editor.focus()}
        />
      )}
      {readOnly && mayBegin && (
        <SelectionComment editor={editor} onBegin={(selection) => begin(beginningOf(attachment, { selection }))} />
      )}
    </>
  );
};

const useIndex = (editor: LexicalEditor, attachment: DocumentAttachment): ThreadIndex | null => {
  const [index, setIndex] = useState<ThreadIndex | null>(null);
  // Another attachment shows another document.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    const made = new ThreadIndex(editor);
    setIndex(made);
    return () => made.destroy();
  }, [editor, attachment]);
  return index;
};

const useHighlights = (
  editor: LexicalEditor,
  index: ThreadIndex | null,
  discussion: Discussion,
): React.RefObject<CommentHighlights | null> => {
  const highlights = useRef<CommentHighlights | null>(null);
  useEffect(() => {
    if (index === null) return undefined;
    const made = new CommentHighlights(editor, index);
    highlights.current = made;
    const view = viewOf(discussion);
    const show = (): void => {
      const { threads } = discussion.threads.shown.value;
      const open = new Set(threads.flatMap(({ id, resolved }) => (resolved === null ? id : [])));
      made.show({ open, active: view.value.active });
      if (view.value.draft === null) made.showDraft(null);
    };
    show();
    const stops = [discussion.threads.shown.subscribe(show), view.subscribe(show)];
    return () => {
      for (const stop of stops) stop();
      made.destroy();
      highlights.current = null;
    };
  }, [editor, index, discussion]);
  return highlights;
};

/** A press on what a comment is about leads to the comment; pressed again, to the next one about the same. */
const useClicks = (editor: LexicalEditor, index: ThreadIndex | null, discussion: Discussion): void => {
  useEffect(() => {
    if (index === null) return undefined;
    const onClick = (event: MouseEvent): void => {
      const { target } = event;
      if (!(target instanceof Node) || window.getSelection()?.isCollapsed === false) return;
      const key = editor.read(() => $getNearestNodeFromDOMNode(target)?.getKey());
      const { threads } = discussion.threads.shown.value;
      const open = index
        .at(key ?? '')
        .filter((id) => threads.some((thread) => thread.id === id && thread.resolved === null));
      const view = viewOf(discussion).value;
      if (open.length === 0) {
        if (view.draft === null) activate(discussion, null);
        return;
      }
      const next = open[(open.indexOf(view.active ?? '') + 1) % open.length];
      if (next !== undefined) activate(discussion, next);
    };
    return editor.registerRootListener((root, before) => {
      before?.removeEventListener('click', onClick);
      root?.addEventListener('click', onClick);
    });
  }, [editor, index, discussion]);
};

/** Brings the first of what a thread is about into view, beside the panel or above it. */
const reveal = (editor: LexicalEditor, index: ThreadIndex, threadId: string): void => {
  const elements = index
    .nodesOf(threadId)
    .flatMap((key) => editor.getElementByKey(key) ?? [])
    .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const [first] = elements;
  if (first === undefined) return;
  // First within what scrolls by itself, such as code and wide tables.
  first.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const { top, bottom } = first.getBoundingClientRect();
  const inset = pageInset();
  const isPhone = matchMedia('(max-width: 640px)').matches;
  const end = isPhone ? window.innerHeight * 0.32 : window.innerHeight - inset.bottom;
  if (top >= inset.top && bottom <= end) return;
  window.scrollBy({ top: top - (isPhone ? inset.top + 8 : (inset.top + end) / 2), behavior: 'instant' });
};

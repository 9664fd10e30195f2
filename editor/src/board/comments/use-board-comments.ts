import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react';
import type { Discussion } from '../../client/discussion/index.ts';
import type { Connection } from '../../client/index.ts';
import { beginDraft, type ThreadPlaces } from '../../panels/discussion/discussion-view.ts';
import { useLinkedThread } from '../../panels/discussion/use-linked-thread.ts';
import { useMaySpeak } from '../../panels/discussion/use-may-speak.ts';
import type { BoardBinding } from '../binding/index.ts';
import { bringIntoView, elementsById } from '../canvas/screen-place.ts';
import { ElementThreads } from './element-threads.ts';
import { quoteOf } from './quote-of.ts';

/** What a comment can be about at once; the service takes no more. */
const MOST_ELEMENTS = 200;

interface BoardCommentsInput {
  readonly api: ExcalidrawImperativeAPI | null;
  readonly binding: BoardBinding | null;
  readonly connection: Connection;
  /** Null where nothing is said about the board here. */
  readonly discussion: Discussion | null;
  /** What holds the canvas. */
  readonly container: RefObject<HTMLElement | null>;
  /** The thread that a link led to. */
  readonly linked: string | null;
  /** Whether its key works wherever the focus is. */
  readonly ownsPage: boolean;
}

export interface BoardComments {
  readonly api: ExcalidrawImperativeAPI;
  readonly discussion: Discussion;
  readonly threads: ElementThreads;
  readonly places: ThreadPlaces;
  /** Whether one may say something. */
  readonly mayBegin: boolean;
  /** Whether what a comment is to be about is being pointed at. */
  readonly isPicking: boolean;
  setPicking(isPicking: boolean): void;
  /** Begins a comment on what is selected; where nothing is, on what is pointed at next. */
  begin(): void;
  /** Begins one on these elements. */
  beginOn(ids: readonly string[]): void;
}

/** Comments on a board's elements; null until the canvas shows the board, and where there are none. */
export const useBoardComments = ({
  api,
  binding,
  connection,
  discussion,
  container,
  linked,
  ownsPage,
}: BoardCommentsInput): BoardComments | null => {
  const mayBegin = useMaySpeak(connection);
  const [isPicking, setPicking] = useState(false);
  const threads = useThreads(connection, binding);
  const places = useMemo<ThreadPlaces | null>(
    () =>
      api &&
      threads && {
        kind: 'board',
        order: threads.order,
        reveal: (threadId) => {
          if (container.current) bringIntoView(api, container.current, shownOf(api, threads.elementsOf(threadId)));
        },
      },
    [api, threads, container],
  );
  useLinkedThread({ linked, discussion, places });

  const beginOn = useCallback(
    (ids: readonly string[]): void => {
      if (api === null || discussion === null) return;
      const elements = ids.slice(0, MOST_ELEMENTS);
      setPicking(false);
      // What was just drawn has to be there before it can be commented on.
      binding?.flush();
      beginDraft(discussion, {
        target: { kind: 'elements', elements },
        quote: quoteOf(api.getSceneElements(), elements),
      });
      // The panel may have come over them.
      requestAnimationFrame(() => {
        if (container.current) bringIntoView(api, container.current, shownOf(api, elements));
      });
    },
    [api, discussion, binding, container],
  );
  const begin = useCallback((): void => {
    const selection = Object.entries(api?.getAppState().selectedElementIds ?? {});
    const selected = selection.flatMap(([id, isSelected]) => (isSelected ? id : []));
    if (selected.length > 0) beginOn(selected);
    else setPicking((before) => !before);
  }, [api, beginOn]);

  useCommentKey({ container, ownsPage, begin: mayBegin && discussion !== null ? begin : null });

  return useMemo(
    () =>
      api && discussion && threads && places
        ? { api, discussion, threads, places, mayBegin, isPicking, setPicking, begin, beginOn }
        : null,
    [api, discussion, threads, places, mayBegin, isPicking, begin, beginOn],
  );
};

const shownOf = (api: ExcalidrawImperativeAPI, ids: readonly string[]): readonly ExcalidrawElement[] => {
  const all = elementsById(api);
  return ids.flatMap((id) => all.get(id) ?? []);
};

const useThreads = ({ doc }: Connection, binding: BoardBinding | null): ElementThreads | null => {
  const [threads, setThreads] = useState<ElementThreads | null>(null);
  useEffect(() => {
    if (binding === null) return undefined;
    const made = new ElementThreads(doc);
    let isCurrent = true;
    // What a thread is about can't be shown before the board is.
    void binding.whenShown.then(() => {
      if (isCurrent) setThreads(made);
    });
    return () => {
      isCurrent = false;
      setThreads(null);
      made.destroy();
    };
  }, [doc, binding]);
  return threads;
};

interface CommentKeyInput {
  readonly container: RefObject<HTMLElement | null>;
  readonly ownsPage: boolean;
  readonly begin: (() => void) | null;
}

/** The key of comments in a text begins one here too. */
const useCommentKey = ({ container, ownsPage, begin }: CommentKeyInput): void => {
  useEffect(() => {
    const element = container.current;
    if (element === null || begin === null) return undefined;
    const target = ownsPage ? document : element;
    const onKey = (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || event.defaultPrevented) return;
      if (event.code !== 'KeyM' || !event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      begin();
    };
    target.addEventListener('keydown', onKey, { capture: true });
    return () => target.removeEventListener('keydown', onKey, { capture: true });
  }, [container, ownsPage, begin]);
};

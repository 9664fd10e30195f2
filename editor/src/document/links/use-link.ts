import { $createLinkNode, $isAutoLinkNode, $isLinkNode, $toggleLink, type LinkNode } from '@lexical/link';
import {
  $createTextNode,
  $findMatchingParent,
  $getNodeByKey,
  $getSelection,
  $isRangeSelection,
  $setSelection,
  COMMAND_PRIORITY_EDITOR,
  type LexicalEditor,
  type NodeKey,
  type RangeSelection,
} from 'lexical';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { selectedDomRange } from '../selected-dom-range.ts';
import { OPEN_LINK_COMMAND } from './link-command.ts';

type Shown =
  | { readonly mode: 'card'; readonly key: NodeKey; readonly url: string }
  | {
      readonly mode: 'form';
      /** The link being changed; null makes a new one. */
      readonly key: NodeKey | null;
      readonly exists: boolean;
      readonly url: string;
      /** Null where selected text becomes the link. */
      readonly text: string | null;
    };

interface LinkControl {
  readonly shown: Shown | null;
  /** Where it is on the screen. */
  readonly anchor: RefObject<{ getBoundingClientRect(): DOMRect }>;
  edit(): void;
  apply(url: string, text: string | null): void;
  remove(): void;
  /** Without a change. */
  close(): void;
  /** By Escape: not shown again before the caret has been elsewhere. */
  dismiss(): void;
}

const $linkOf = (selection: RangeSelection): LinkNode | null => {
  const link = $findMatchingParent(selection.anchor.getNode(), $isLinkNode);
  if (link === null || ($isAutoLinkNode(link) && link.getIsUnlinked())) return null;
  return link.is($findMatchingParent(selection.focus.getNode(), $isLinkNode)) ? link : null;
};

/** The link that the caret stands in, or that is being made. */
export const useLink = (editor: LexicalEditor): LinkControl => {
  const [shown, setShown] = useState<Shown | null>(null);
  /** Closed by Escape: it comes back with the next visit. */
  const dismissed = useRef<NodeKey | null>(null);
  /** The form takes the focus, not the place in the text. */
  const place = useRef<RangeSelection | null>(null);
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect() });

  const anchorAt = useCallback(
    (key: NodeKey | null): void => {
      const range = key === null ? selectedRange(editor) : null;
      anchor.current = {
        getBoundingClientRect: () =>
          (key === null ? rectOf(range) : editor.getElementByKey(key)?.getBoundingClientRect()) ?? new DOMRect(),
      };
      markPlace(key === null ? range : null);
    },
    [editor],
  );

  useEffect(
    () =>
      editor.registerUpdateListener(({ editorState }) => {
        const found = editorState.read(() => {
          const selection = $getSelection();
          if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
          const link = $linkOf(selection);
          return link === null ? null : { key: link.getKey(), url: link.getURL() };
        });
        if (found?.key !== dismissed.current) dismissed.current = null;
        setShown((current) => {
          if (current?.mode === 'form') return current;
          if (found === null || dismissed.current !== null) return null;
          if (current?.key === found.key && current.url === found.url) return current;
          anchorAt(found.key);
          return { mode: 'card', ...found };
        });
      }),
    [editor, anchorAt],
  );

  const openForm = useCallback((): void => {
    const next = editor.read('latest', (): Shown | null => {
      const selection = $getSelection();
      if (!$isRangeSelection(selection)) return null;
      place.current = selection.clone();
      const link = $linkOf(selection);
      if (link !== null)
        return { mode: 'form', key: link.getKey(), exists: true, url: link.getURL(), text: link.getTextContent() };
      return { mode: 'form', key: null, exists: false, url: '', text: selection.isCollapsed() ? '' : null };
    });
    if (next === null) return;
    anchorAt(next.key);
    setShown(next);
  }, [editor, anchorAt]);

  useEffect(
    () =>
      editor.registerCommand(
        OPEN_LINK_COMMAND,
        () => {
          openForm();
          return true;
        },
        COMMAND_PRIORITY_EDITOR,
      ),
    [editor, openForm],
  );

  const end = useCallback((): void => {
    markPlace(null);
    setShown(null);
    editor.focus();
  }, [editor]);

  return {
    shown,
    anchor,
    edit: openForm,
    apply(url, text) {
      editor.update(() => {
        const link = shown?.key == null ? null : $getNodeByKey(shown.key);
        if ($isLinkNode(link)) {
          $rewrite(link, url, text);
          return;
        }
        const selection = $getSelection() ?? place.current?.clone() ?? null;
        $setSelection(selection);
        if (!$isRangeSelection(selection)) return;
        if (text === null) $toggleLink(url);
        else selection.insertNodes([$createLinkNode(url).append($createTextNode(text).setFormat(selection.format))]);
      });
      dismissed.current = null;
      end();
    },
    remove() {
      const key = shown?.key;
      editor.update(() => {
        const link = key == null ? null : $getNodeByKey(key);
        if (!$isLinkNode(link)) return;
        // An automatic link would be back with the next letter.
        if ($isAutoLinkNode(link)) {
          link.setIsUnlinked(true);
          return;
        }
        for (const child of link.getChildren()) link.insertBefore(child);
        link.remove();
      });
      end();
    },
    close() {
      markPlace(null);
      setShown(null);
    },
    dismiss() {
      dismissed.current = shown?.key ?? null;
      end();
    },
  };
};

/** Formats within the link stay as long as its words do. */
const $rewrite = (link: LinkNode, url: string, text: string | null): void => {
  // An automatic link follows its text; one with an address of its own is a link by hand.
  const target = $isAutoLinkNode(link) ? link.replace($createLinkNode(), true) : link;
  if (!$isLinkNode(target)) return;
  target.setURL(url);
  if (text === null || text === target.getTextContent()) return;
  // Not emptied first: a link without children removes itself.
  const words = $createTextNode(text);
  target.splice(0, target.getChildrenSize(), [words]);
  words.selectEnd();
};

const selectedRange = (editor: LexicalEditor): Range | null => selectedDomRange(editor)?.cloneRange() ?? null;

const rectOf = (range: Range | null): DOMRect | undefined => {
  if (range === null) return undefined;
  const rect = range.getBoundingClientRect();
  if (rect.height > 0) return rect;
  // A caret in an empty block has no rectangle of its own.
  const { startContainer } = range;
  return (startContainer instanceof Element ? startContainer : startContainer.parentElement)?.getBoundingClientRect();
};

const HIGHLIGHT = 'cowrite-link-place';

/** Keeps the selected words marked while the form has the focus. */
const markPlace = (range: Range | null): void => {
  if (!('highlights' in CSS)) return;
  if (range === null || range.collapsed) CSS.highlights.delete(HIGHLIGHT);
  else CSS.highlights.set(HIGHLIGHT, new Highlight(range));
};

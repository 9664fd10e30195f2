import { $isCodeNode } from '@lexical/code-core';
import {
  $findMatchingParent,
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  $getSelection,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  getComposedEventTarget,
  HISTORY_PUSH_TAG,
  KEY_DOWN_COMMAND,
  type LexicalEditor,
  mergeRegister,
  type NodeKey,
  SKIP_DOM_SELECTION_TAG,
} from 'lexical';
import { Check, Copy } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/IconButton.tsx';
import styles from './CodeControls.module.css';
import { CODE_LANGUAGES, languageOf } from './languages.ts';

interface CodeControlsProps {
  readonly editor: LexicalEditor;
  readonly readOnly: boolean;
}

interface Shown {
  readonly key: NodeKey;
  readonly language: string;
}

/** The language of a block of code, and a button that copies it: on the block under the pointer, or at the caret. */
export const CodeControls = ({ editor, readOnly }: CodeControlsProps) => {
  const { t } = useTranslation();
  const shown = useCodeAtHand(editor);
  const place = useRef<HTMLDivElement>(null);
  const select = useRef<HTMLSelectElement>(null);

  useEffect(
    () =>
      editor.registerCommand(
        KEY_DOWN_COMMAND,
        (event) => {
          if (event.key !== 'Enter' || !event.altKey || select.current === null) return false;
          event.preventDefault();
          select.current.focus();
          return true;
        },
        COMMAND_PRIORITY_HIGH,
      ),
    [editor],
  );

  const key = shown?.key;
  useLayoutEffect(() => {
    const code = key === undefined ? null : editor.getElementByKey(key);
    if (code === null) return undefined;
    const follow = (): void => {
      const page = place.current?.offsetParent?.getBoundingClientRect();
      const box = code.getBoundingClientRect();
      if (page === undefined) return;
      place.current?.style.setProperty('top', `${box.top - page.top}px`);
      place.current?.style.setProperty('right', `${page.right - box.right}px`);
    };
    follow();
    const resized = new ResizeObserver(follow);
    resized.observe(code);
    const stop = editor.registerUpdateListener(() => follow());
    return () => {
      resized.disconnect();
      stop();
    };
  }, [editor, key]);

  const page = editor.getRootElement()?.parentElement;
  if (shown === null || !page) return null;
  const known = languageOf(shown.language);
  const setLanguage = (language: string): void =>
    editor.update(
      () => {
        const node = $getNodeByKey(shown.key);
        if ($isCodeNode(node)) node.setLanguage(language);
      },
      { tag: [HISTORY_PUSH_TAG, SKIP_DOM_SELECTION_TAG] },
    );
  return createPortal(
    <div ref={place} className={styles.controls} data-code-controls>
      {readOnly ? (
        shown.language !== '' && <span className={styles.language}>{known?.name ?? shown.language}</span>
      ) : (
        <select
          ref={select}
          className={styles.select}
          aria-label={t('blocks.codeLanguage')}
          value={known?.id ?? shown.language}
          onChange={(event) => setLanguage(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || event.key === 'Enter') editor.focus();
          }}
        >
          <option value="">{t('blocks.codePlain')}</option>
          {known === null && shown.language !== '' && <option value={shown.language}>{shown.language}</option>}
          {CODE_LANGUAGES.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      <CopyButton key={shown.key} text={() => editor.read(() => $getNodeByKey(shown.key)?.getTextContent() ?? '')} />
    </div>,
    page,
  );
};

const CopyButton = ({ text }: { readonly text: () => string }) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <IconButton
      label={copied ? t('blocks.codeCopied') : t('blocks.codeCopy')}
      onClick={() => {
        navigator.clipboard.writeText(text()).then(
          () => setCopied(true),
          () => undefined,
        );
      }}
      onMouseLeave={() => setCopied(false)}
    >
      {copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
    </IconButton>
  );
};

/** The block of code under the pointer, else the one at the caret. */
const useCodeAtHand = (editor: LexicalEditor): Shown | null => {
  const [pointed, setPointed] = useState<NodeKey | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);

  useEffect(() => {
    const over = (event: Event): void => {
      const target = getComposedEventTarget(event);
      if (!(target instanceof Element) || target.closest('[data-code-controls]') !== null) return;
      const code = target.closest('code');
      setPointed(code === null ? null : editor.read(() => $codeKeyAt(code)));
    };
    document.addEventListener('pointerover', over);
    return () => document.removeEventListener('pointerover', over);
  }, [editor]);

  useEffect(() => {
    const read = (): void => {
      const next = editor.read(() => {
        const node = pointed === null ? $codeAtCaret() : $getNodeByKey(pointed);
        return $isCodeNode(node) ? { key: node.getKey(), language: node.getLanguage() ?? '' } : null;
      });
      setShown((now) => (now?.key === next?.key && now?.language === next?.language ? now : next));
    };
    read();
    return mergeRegister(editor.registerUpdateListener(read));
  }, [editor, pointed]);

  return shown;
};

const $codeKeyAt = (element: Element): NodeKey | null => {
  const node = $getNearestNodeFromDOMNode(element);
  return $isCodeNode(node) ? node.getKey() : null;
};

const $codeAtCaret = () => {
  const selection = $getSelection();
  return $isRangeSelection(selection) ? $findMatchingParent(selection.focus.getNode(), $isCodeNode) : null;
};

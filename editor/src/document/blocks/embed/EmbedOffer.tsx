import { $isLinkNode } from '@lexical/link';
import {
  $findMatchingParent,
  $getNodeByKey,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  COMMAND_PRIORITY_CRITICAL,
  type LexicalEditor,
  mergeRegister,
  type NodeKey,
  PASTE_COMMAND,
} from 'lexical';
import { Link2, Play, RectangleHorizontal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { embedOf } from '../../../content/embeds.ts';
import { $createEmbedNode } from '../../../content/nodes/embed.ts';
import { AnchoredPopover } from '../../../ui/AnchoredPopover.tsx';
import styles from './EmbedView.module.css';

interface EmbedOfferProps {
  readonly editor: LexicalEditor;
  /** Told whether it asks just now. */
  onOffer(offering: boolean): void;
}

interface Offered {
  /** The paragraph that holds the link and nothing else. */
  readonly key: NodeKey;
  readonly url: string;
}

/** Asks, where a link was pasted alone on a line, whether it is to be embedded. Typing on leaves it a link. */
export const EmbedOffer = ({ editor, onOffer }: EmbedOfferProps) => {
  const { t } = useTranslation();
  const [offered, setOffered] = useState<Offered | null>(null);
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect() });

  useEffect(() => {
    let pasted: string | null = null;
    return mergeRegister(
      editor.registerCommand(
        PASTE_COMMAND,
        (event) => {
          const text = event instanceof ClipboardEvent ? event.clipboardData?.getData('text/plain').trim() : undefined;
          pasted = text && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? text : null;
          return false;
        },
        COMMAND_PRIORITY_CRITICAL,
      ),
      editor.registerUpdateListener(({ editorState }) => {
        const url = pasted;
        pasted = null;
        const key = editorState.read($loneLine);
        if (url !== null && key !== null) {
          anchor.current = {
            getBoundingClientRect: () => editor.getElementByKey(key)?.getBoundingClientRect() ?? new DOMRect(),
          };
          setOffered({ key, url });
          return;
        }
        setOffered((now) => (now !== null && now.key === key ? now : null));
      }),
    );
  }, [editor]);

  useEffect(() => onOffer(offered !== null), [onOffer, offered]);

  if (offered === null) return null;
  const close = (): void => {
    setOffered(null);
    editor.focus();
  };
  const embed = (): void => {
    editor.update(() => {
      const line = $getNodeByKey(offered.key);
      if (!$isParagraphNode(line)) return;
      line.insertBefore($createEmbedNode(offered.url));
      // The line stays to write on, below.
      line.clear();
      line.select();
    });
    close();
  };
  const provider = embedOf(offered.url)?.provider;
  return (
    <AnchoredPopover
      className={styles.offer}
      label={t('embed.offer')}
      anchor={anchor}
      onClose={close}
      align="start"
      sideOffset={6}
      onFocusOutside={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
    >
      <button type="button" className={styles.choice} onClick={embed}>
        {provider ? <Play size={16} aria-hidden /> : <RectangleHorizontal size={16} aria-hidden />}
        {provider ? t('embed.choose', { name: provider.name }) : t('embed.chooseCard')}
      </button>
      <button type="button" className={styles.choice} onClick={close}>
        <Link2 size={16} aria-hidden />
        {t('embed.keepLink')}
      </button>
    </AnchoredPopover>
  );
};

/** The paragraph at the caret, where it holds one link, or its text alone, and nothing else. */
const $loneLine = (): NodeKey | null => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const line = $findMatchingParent(selection.anchor.getNode(), $isParagraphNode);
  const [only, ...others] = line?.getChildren() ?? [];
  if (line === null || others.length > 0 || only === undefined) return null;
  const isAlone = $isLinkNode(only) || /^https?:\/\/\S+$/i.test(line.getTextContent());
  return isAlone ? line.getKey() : null;
};

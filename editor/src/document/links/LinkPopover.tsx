import type { LexicalEditor } from 'lexical';
import { Check, Copy, ExternalLink, PencilLine, Unlink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSafeAddress, shortAddress } from '../../content/link-address.ts';
import { AnchoredPopover } from '../../ui/AnchoredPopover.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { LinkForm } from './LinkForm.tsx';
import styles from './LinkPopover.module.css';
import { useLink } from './use-link.ts';

/** The card under the link at the caret, and the form that makes or changes one. */
export const LinkPopover = ({ editor, readOnly }: { readonly editor: LexicalEditor; readonly readOnly: boolean }) => {
  const { t } = useTranslation();
  const { shown, anchor, edit, apply, remove, close, dismiss } = useLink(editor);
  if (shown === null || readOnly) return null;
  return (
    <AnchoredPopover
      key={shown.mode}
      className={styles.card}
      label={t('link.title')}
      anchor={anchor}
      onClose={close}
      align="start"
      sideOffset={8}
      updatePositionStrategy="always"
      onOpenAutoFocus={(event) => {
        // The card leaves the caret in the text; the form takes it by itself.
        event.preventDefault();
      }}
      onCloseAutoFocus={(event) => event.preventDefault()}
      onEscapeKeyDown={dismiss}
      onInteractOutside={(event) => {
        // A press in the text moves the caret, and the caret decides about the card.
        if (shown.mode === 'card') event.preventDefault();
      }}
    >
      {shown.mode === 'card' ? (
        <LinkCard url={shown.url} onEdit={edit} onRemove={remove} />
      ) : (
        <LinkForm url={shown.url} text={shown.text} onApply={apply} onRemove={shown.exists ? remove : null} />
      )}
    </AnchoredPopover>
  );
};

interface LinkCardProps {
  readonly url: string;
  onEdit(): void;
  onRemove(): void;
}

const LinkCard = ({ url, onEdit, onRemove }: LinkCardProps) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const safe = isSafeAddress(url);
  return (
    <div className={styles.view}>
      {safe ? (
        <a className={styles.address} href={url} target="_blank" rel="noopener noreferrer" title={url}>
          <span>{shortAddress(url)}</span>
          <ExternalLink size={14} aria-label={t('link.open')} />
        </a>
      ) : (
        <span className={styles.unsafe}>{t('link.unsafe')}</span>
      )}
      {safe && (
        <IconButton
          label={copied ? t('link.copied') : t('link.copy')}
          onClick={() => {
            navigator.clipboard.writeText(url).then(
              () => setCopied(true),
              () => undefined,
            );
          }}
        >
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        </IconButton>
      )}
      <IconButton label={t('link.edit')} onClick={onEdit}>
        <PencilLine size={16} aria-hidden />
      </IconButton>
      <IconButton label={t('link.remove')} onClick={onRemove}>
        <Unlink size={16} aria-hidden />
      </IconButton>
    </div>
  );
};

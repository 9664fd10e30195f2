import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $isImageNode } from '../../content/nodes/image-node.ts';
import iconButton from '../../ui/IconButton.module.css';
import { IconButton } from '../../ui/IconButton.tsx';
import { DialogLayer } from '../../ui/layer.tsx';
import { useAssetSource } from '../assets/editor-assets.ts';
import { focusText } from '../assets/focus-text.ts';
import styles from './Lightbox.module.css';

interface LightboxProps {
  readonly editor: LexicalEditor;
  readonly start: NodeKey;
  onClose(): void;
}

/** A picture as large as the screen allows; arrows lead through all of the document's. */
export const Lightbox = ({ editor, start, onClose }: LightboxProps) => {
  const { t } = useTranslation();
  const [key, setKey] = useState(start);
  const shown = imagesIn(editor);
  const at = shown.indexOf(key);
  const fields = editor.read(() => {
    const node = $getNodeByKey(key);
    return $isImageNode(node) ? node.getFields() : null;
  });
  const source = useAssetSource(fields?.asset ?? '');
  const go = (step: number): void => {
    const next = shown[at + step];
    if (next !== undefined) setKey(next);
  };
  const name = fields?.alt || fields?.caption || t('images.unnamed');
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <DialogLayer>
        <Dialog.Overlay className={styles.shade} />
        <Dialog.Content
          className={styles.content}
          aria-describedby={undefined}
          // Not its first button, whose tooltip would take the first Escape.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            focusText(editor);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowLeft') go(-1);
            if (event.key === 'ArrowRight') go(1);
          }}
        >
          <header className={styles.bar}>
            <Dialog.Title className={styles.title}>{name}</Dialog.Title>
            {shown.length > 1 && (
              <span className={styles.count}>
                {t('images.count', { at: String(at + 1), all: String(shown.length) })}
              </span>
            )}
            {source !== null && (
              <a
                className={iconButton.iconButton}
                aria-label={t('assets.download')}
                href={source}
                download={fields?.name || 'image'}
              >
                <Download size={18} aria-hidden />
              </a>
            )}
            <Dialog.Close asChild>
              <IconButton label={t('app.close')}>
                <X size={18} aria-hidden />
              </IconButton>
            </Dialog.Close>
          </header>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it. */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the picture closes it, as everywhere. */}
          <div className={styles.stage} onClick={(event) => event.target === event.currentTarget && onClose()}>
            {source !== null && <img className={styles.image} src={source} alt={name} />}
          </div>
          {at > 0 && (
            <IconButton className={styles.before} label={t('images.before')} onClick={() => go(-1)}>
              <ChevronLeft size={22} aria-hidden />
            </IconButton>
          )}
          {at < shown.length - 1 && (
            <IconButton className={styles.after} label={t('images.after')} onClick={() => go(1)}>
              <ChevronRight size={22} aria-hidden />
            </IconButton>
          )}
        </Dialog.Content>
      </DialogLayer>
    </Dialog.Root>
  );
};

/** Keys of the pictures that are shown, in the order of the text. */
const imagesIn = (editor: LexicalEditor): NodeKey[] =>
  [...(editor.getRootElement()?.querySelectorAll('img[data-image]') ?? [])].flatMap(
    (image) => image.getAttribute('data-image') ?? [],
  );

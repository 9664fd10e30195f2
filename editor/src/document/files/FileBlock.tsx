import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useLexicalEditable } from '@lexical/react/useLexicalEditable';
import { $getNodeByKey, type NodeKey } from 'lexical';
import {
  Download,
  File,
  FileArchive,
  FileAudio,
  FileImage,
  FileText,
  FileVideo,
  type LucideIcon,
  Trash2,
} from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileFields } from '../../content/nodes/file-node.ts';
import { cx } from '../../ui/cx.ts';
import iconButton from '../../ui/IconButton.module.css';
import { IconButton } from '../../ui/IconButton.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { useUpload, useUploader } from '../assets/editor-assets.ts';
import { focusText } from '../assets/focus-text.ts';
import { UploadState } from '../assets/UploadState.tsx';
import { useDownload } from '../assets/use-download.ts';
import { useFileSize } from '../assets/use-file-size.ts';
import { useSelecting, useTabTo } from '../assets/use-selecting.ts';
import styles from './FileBlock.module.css';

interface FileBlockProps {
  readonly nodeKey: NodeKey;
  readonly fields: FileFields;
}

const ICONS: readonly (readonly [RegExp, LucideIcon])[] = [
  [/^image\//, FileImage],
  [/^video\//, FileVideo],
  [/^audio\//, FileAudio],
  [/zip|tar|compressed|archive/, FileArchive],
  [/^text\/|pdf|document|msword|sheet|presentation/, FileText],
];

/** A file in the text, to download. */
export const FileBlock = ({ nodeKey, fields }: FileBlockProps) => {
  const { t } = useTranslation();
  const [editor] = useLexicalComposerContext();
  const editable = useLexicalEditable();
  const block = useRef<HTMLDivElement>(null);
  const { isSelected, select } = useSelecting(nodeKey);
  const { asset, size, mediaType } = fields;
  const name = fields.name || t('files.unnamed');
  const upload = useUpload(asset);
  const uploader = useUploader(asset, true);
  const download = useDownload(asset, name);
  const sizeOf = useFileSize();
  useTabTo(editor, isSelected, block);
  const Icon = ICONS.find(([types]) => types.test(mediaType))?.[1] ?? File;
  const remove = (): void => {
    focusText(editor);
    editor.update(() => {
      const node = $getNodeByKey(nodeKey);
      node?.selectNext(0, 0);
      node?.remove();
    });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrows select it in the text.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div
      ref={block}
      role="group"
      aria-label={t('files.label', { name })}
      className={cx(styles.file, isSelected && styles.selected)}
      onClick={select}
    >
      <Icon size={20} className={styles.icon} aria-hidden />
      <div className={styles.words}>
        <bdi className={styles.name} title={name}>
          {name}
        </bdi>
        <span className={styles.facts}>
          {uploader === null
            ? size > 0 && sizeOf(size)
            : t(uploader === '' ? 'assets.coming' : 'assets.comingFrom', { name: uploader })}
        </span>
      </div>
      {upload === null ? (
        <>
          {download !== null && uploader === null && (
            <Tooltip label={t('assets.download')}>
              <a
                className={iconButton.iconButton}
                aria-label={t('files.download', { name })}
                href={download.href}
                download={name}
                onClick={download.onClick}
              >
                <Download size={16} aria-hidden />
              </a>
            </Tooltip>
          )}
          {editable && (
            <IconButton label={t('assets.delete')} onClick={remove}>
              <Trash2 size={16} aria-hidden />
            </IconButton>
          )}
        </>
      ) : (
        <div className={styles.upload}>
          <UploadState upload={upload} onRemove={remove} />
        </div>
      )}
    </div>
  );
};

import type { LexicalEditor, NodeKey } from 'lexical';
import { AlignCenter, AlignLeft, AlignRight, Captions, Download, Expand, ImageUp, Trash2 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alignment, ImageFields } from '../../content/nodes/image-node.ts';
import iconButton from '../../ui/IconButton.module.css';
import { IconButton } from '../../ui/IconButton.tsx';
import { PopoverLayer } from '../../ui/layer.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { CHOOSE_FILES_COMMAND } from '../assets/choose-files.ts';
import { focusText } from '../assets/focus-text.ts';
import { pageInset } from '../page-inset.ts';
import { AltDialog } from './AltDialog.tsx';
import styles from './ImageTools.module.css';

interface ImageToolsProps {
  readonly tools: RefObject<HTMLDivElement | null>;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly editor: LexicalEditor;
  readonly nodeKey: NodeKey;
  readonly fields: ImageFields;
  /** Null where there is nothing to look at. */
  readonly source: string | null;
  readonly editable: boolean;
  onChange(changes: Partial<ImageFields>): void;
  onOpen(): void;
  onRemove(): void;
}

const ALIGNMENTS: readonly (readonly [Alignment, typeof AlignLeft])[] = [
  ['left', AlignLeft],
  ['center', AlignCenter],
  ['right', AlignRight],
];

/** What can be done with the picture that is selected. Tab leads here from the text, Escape back. */
export const ImageTools = (props: ImageToolsProps) => {
  const { tools, anchor, editor, nodeKey, fields, source, editable, onChange, onOpen, onRemove } = props;
  const { t } = useTranslation();
  const [describing, setDescribing] = useState(false);
  return (
    <>
      <Popover.Root open={!describing}>
        <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
        <PopoverLayer>
          <Popover.Content
            ref={tools}
            className={styles.tools}
            role="toolbar"
            aria-label={t('images.tools')}
            side="top"
            sideOffset={8}
            collisionPadding={pageInset()}
            onOpenAutoFocus={(event) => event.preventDefault()}
            onCloseAutoFocus={(event) => event.preventDefault()}
            onMouseDown={(event) => event.preventDefault()}
            onKeyDown={(event) => {
              if (event.key === 'Escape') focusText(editor);
            }}
          >
            {editable &&
              ALIGNMENTS.map(([align, Icon]) => (
                <IconButton
                  key={align}
                  label={t(`images.${align}`)}
                  aria-pressed={fields.align === align}
                  onClick={() => onChange({ align })}
                >
                  <Icon size={16} aria-hidden />
                </IconButton>
              ))}
            {editable && (
              <>
                <IconButton label={t('images.alt')} onClick={() => setDescribing(true)}>
                  <Captions size={16} aria-hidden />
                </IconButton>
                <IconButton
                  label={t('images.replace')}
                  onClick={() => editor.dispatchCommand(CHOOSE_FILES_COMMAND, { kind: 'picture', replaces: nodeKey })}
                >
                  <ImageUp size={16} aria-hidden />
                </IconButton>
              </>
            )}
            {source !== null && (
              <>
                <Tooltip label={t('assets.download')}>
                  <a
                    className={iconButton.iconButton}
                    aria-label={t('assets.download')}
                    href={source}
                    download={fields.name || 'image'}
                  >
                    <Download size={16} aria-hidden />
                  </a>
                </Tooltip>
                <IconButton label={t('images.open')} onClick={onOpen}>
                  <Expand size={16} aria-hidden />
                </IconButton>
              </>
            )}
            {editable && (
              <IconButton label={t('assets.delete')} onClick={onRemove}>
                <Trash2 size={16} aria-hidden />
              </IconButton>
            )}
          </Popover.Content>
        </PopoverLayer>
      </Popover.Root>
      {describing && (
        <AltDialog
          alt={fields.alt}
          onSave={(alt) => onChange({ alt })}
          onClose={() => {
            setDescribing(false);
            focusText(editor);
          }}
        />
      )}
    </>
  );
};

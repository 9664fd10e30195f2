import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useLexicalEditable } from '@lexical/react/useLexicalEditable';
import { $getNodeByKey, type NodeKey } from 'lexical';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $isImageNode, type ImageFields } from '../../content/nodes/image-node.ts';
import { cx } from '../../ui/cx.ts';
import { useLook, useUpload } from '../assets/editor-assets.ts';
import { focusBehind, focusText } from '../assets/focus-text.ts';
import { Missing } from '../assets/Missing.tsx';
import { UploadState } from '../assets/UploadState.tsx';
import { useSelecting, useTabTo } from '../assets/use-selecting.ts';
import { Caption } from './Caption.tsx';
import styles from './ImageBlock.module.css';
import { ImageTools } from './ImageTools.tsx';
import { Lightbox } from './Lightbox.tsx';
import { ResizeHandle } from './ResizeHandle.tsx';
import { useOpenKeys } from './use-open-keys.ts';

interface ImageBlockProps {
  readonly nodeKey: NodeKey;
  readonly fields: ImageFields;
}

/** A picture in the text: shown, or what is known of it while it can't be; its tools while it is selected. */
export const ImageBlock = ({ nodeKey, fields }: ImageBlockProps) => {
  const { t } = useTranslation();
  const [editor] = useLexicalComposerContext();
  const editable = useLexicalEditable();
  const { isSelected, select } = useSelecting(nodeKey);
  const { asset, url, alt, caption, align, pixels } = fields;
  const upload = useUpload(asset);
  const { source, isShown, uploader, onLoad, onError, again } = useLook(asset);
  const [resized, setResized] = useState<number | null>(null);
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  useTabTo(editor, isSelected, tools);
  useOpenKeys(editor, isSelected, () => setOpen(true));

  const change = (changes: Partial<ImageFields>): void =>
    editor.update(() => {
      const node = $getNodeByKey(nodeKey);
      if ($isImageNode(node)) node.setFields(changes);
    });
  const remove = (): void => {
    focusText(editor);
    editor.update(() => {
      const node = $getNodeByKey(nodeKey);
      node?.selectNext(0, 0);
      node?.remove();
    });
  };

  const width = resized ?? (fields.width || pixels.width);
  return (
    <figure className={cx(styles.figure, styles[align])}>
      <div
        ref={frame}
        className={cx(styles.frame, isSelected && styles.selected)}
        style={{ width: isShown && width > 0 ? width : undefined }}
      >
        {isShown ? (
          // biome-ignore lint/a11y/useKeyWithClickEvents: arrows select it in the text, Enter opens it.
          <img
            className={styles.image}
            src={source ?? undefined}
            alt={alt || caption || t('images.unnamed')}
            width={pixels.width || undefined}
            height={pixels.height || undefined}
            style={pixels.width > 0 ? { aspectRatio: `${pixels.width} / ${pixels.height}` } : undefined}
            draggable={false}
            data-image={nodeKey}
            onClick={select}
            onDoubleClick={() => setOpen(true)}
            onLoad={onLoad}
            onError={onError}
          />
        ) : (
          // biome-ignore lint/a11y/useKeyWithClickEvents: arrows select it in the text.
          // biome-ignore lint/a11y/noStaticElementInteractions: it is the editor's to select by keyboard.
          <div onClick={select}>
            <Missing asset={asset} url={url} alt={alt || caption} uploader={uploader} onRetry={again} />
          </div>
        )}
        {upload !== null && (
          <div className={styles.upload}>
            <UploadState upload={upload} onRemove={remove} />
          </div>
        )}
        {isShown && isSelected && editable && (
          <>
            <ResizeHandle
              side="left"
              frame={frame}
              align={align}
              onResize={setResized}
              onDone={(to) => change({ width: to })}
              onLeave={() => focusText(editor)}
            />
            <ResizeHandle
              side="right"
              frame={frame}
              align={align}
              onResize={setResized}
              onDone={(to) => change({ width: to })}
              onLeave={() => focusText(editor)}
            />
          </>
        )}
      </div>
      <Caption
        text={caption}
        editable={editable}
        isAsked={isSelected}
        onChange={(next) => change({ caption: next })}
        onLeave={() => focusBehind(editor, nodeKey)}
      />
      {isSelected && (
        <ImageTools
          tools={tools}
          anchor={frame}
          editor={editor}
          nodeKey={nodeKey}
          fields={fields}
          source={isShown ? source : null}
          editable={editable}
          onChange={change}
          onOpen={() => setOpen(true)}
          onRemove={remove}
        />
      )}
      {open && <Lightbox editor={editor} start={nodeKey} onClose={() => setOpen(false)} />}
    </figure>
  );
};

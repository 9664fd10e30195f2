import {
  $getNodeByKey,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  DRAGOVER_COMMAND,
  DROP_COMMAND,
  type LexicalEditor,
  mergeRegister,
  PASTE_COMMAND,
} from 'lexical';
import { useEffect, useRef, useState } from 'react';
import { $createFileNode, type FileNode } from '../../content/nodes/file-node.ts';
import { $createImageNode, $isImageNode, type ImageNode } from '../../content/nodes/image-node.ts';
import styles from './AssetInput.module.css';
import { CHOOSE_FILES_COMMAND, type FileChoice } from './choose-files.ts';
import { PICTURE_TYPES, type TakenFile, takeFile } from './chosen-files.ts';
import { type DropPlace, dropPlaceAt } from './drop-place.ts';
import type { EditorAssets } from './editor-assets.ts';
import { $insertBlocks, $placeAtCaret, type Place } from './insert-nodes.ts';
import { filesOf, isFileDrag, useNoStrayDrops } from './transfer.ts';
import { useAssetNodes, usePublishedUploads } from './use-asset-nodes.ts';
import { useSayRefusals } from './use-say-refusals.ts';

interface AssetInputProps {
  readonly editor: LexicalEditor;
  readonly assets: EditorAssets;
  readonly readOnly: boolean;
}

/** The ways into the text for pictures and files: chosen, pasted, dropped. Draws the line where a drop would go. */
export const AssetInput = ({ editor, assets, readOnly }: AssetInputProps) => {
  const chooser = useRef<HTMLInputElement>(null);
  const choice = useRef<FileChoice>({ kind: 'file' });
  const [line, setLine] = useState<DropPlace['line'] | null>(null);
  const say = useSayRefusals();
  const { uploads } = assets;
  useAssetNodes(editor, assets);
  usePublishedUploads(assets);

  const take = async (files: readonly File[], asPictures: boolean): Promise<readonly TakenFile[]> => {
    const taken = await Promise.all(files.map((file) => takeFile(uploads, file, asPictures)));
    say(taken.flatMap((each) => ('refusal' in each ? [each.refusal] : [])));
    return taken.flatMap((each) => ('file' in each ? [each.file] : []));
  };
  const insert = async (files: readonly File[], place: Place | null, asPictures = true): Promise<void> => {
    const taken = await take(files, asPictures);
    if (taken.length > 0) editor.update(() => $insertBlocks(taken.map($nodeOf), place));
  };
  const latest = useRef(insert);
  useEffect(() => {
    latest.current = insert;
  });

  useEffect(() => {
    if (readOnly) return undefined;
    const drop = (event: DragEvent): boolean => {
      const files = filesOf(event.dataTransfer);
      setLine(null);
      if (files.length === 0) return false;
      event.preventDefault();
      void latest.current(files, dropPlaceAt(editor, event.clientX, event.clientY));
      return true;
    };
    const paste = (event: unknown): boolean => {
      const data = event instanceof ClipboardEvent ? event.clipboardData : null;
      const files = filesOf(data);
      if (data === null || files.length === 0) return false;
      (event as ClipboardEvent).preventDefault();
      void latest.current(files, $placeAtCaret());
      return true;
    };
    const choose = (wanted: FileChoice): boolean => {
      const input = chooser.current;
      if (input === null) return false;
      choice.current = wanted;
      input.accept = wanted.kind === 'picture' ? PICTURE_TYPES : '';
      input.multiple = wanted.replaces === undefined;
      input.click();
      return true;
    };
    const over = (event: DragEvent): boolean => {
      if (!isFileDrag(event.dataTransfer)) return false;
      event.preventDefault();
      setLine(dropPlaceAt(editor, event.clientX, event.clientY)?.line ?? null);
      return true;
    };
    const leave = (): void => setLine(null);
    return mergeRegister(
      editor.registerCommand(DROP_COMMAND, drop, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(DRAGOVER_COMMAND, over, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(PASTE_COMMAND, paste, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(CHOOSE_FILES_COMMAND, choose, COMMAND_PRIORITY_LOW),
      editor.registerRootListener((root, before) => {
        before?.removeEventListener('dragleave', leave);
        root?.addEventListener('dragleave', leave);
      }),
    );
  }, [editor, readOnly]);

  useNoStrayDrops();

  const onChosen = async (files: readonly File[]): Promise<void> => {
    const { kind, replaces } = choice.current;
    if (replaces === undefined) {
      await insert(files, editor.read($placeAtCaret), kind === 'picture');
      editor.focus();
      return;
    }
    const [fresh] = await take(files.slice(0, 1), true);
    if (fresh?.pixels) editor.update(() => $replaceBytes(replaces, fresh));
  };

  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        data-testid="file-chooser"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again.
          event.target.value = '';
          void onChosen(files);
        }}
      />
      {line !== null && <div className={styles.line} style={{ left: line.left, top: line.top, width: line.width }} />}
    </>
  );
};

const $nodeOf = ({ hash, name, size, type, pixels }: TakenFile): ImageNode | FileNode =>
  pixels === null
    ? $createFileNode({ asset: hash, name, size, mediaType: type })
    : $createImageNode({ asset: hash, name, pixels });

const $replaceBytes = (key: string, { hash, name, pixels }: TakenFile): void => {
  const node = $getNodeByKey(key);
  if ($isImageNode(node) && pixels) node.setFields({ asset: hash, url: '', name, pixels });
};

import {
  COLLABORATION_TAG,
  COMMAND_PRIORITY_CRITICAL,
  type LexicalEditor,
  mergeRegister,
  type NodeMutation,
  PASTE_COMMAND,
} from 'lexical';
import { useEffect } from 'react';
import { linkAssetsWith } from '../../content/nodes/asset-links.ts';
import { $isFileNode, FileNode } from '../../content/nodes/file-node.ts';
import { $isImageNode, ImageNode } from '../../content/nodes/image-node.ts';
import { $liftOut } from '../../content/nodes/lift-out.ts';
import { assetAddressesIn } from './addresses-in.ts';
import { pictureIn } from './data-address.ts';
import { type EditorAssets, UPLOADS_FIELD } from './editor-assets.ts';

/** Gives the editor's pictures and files their addresses, and sees that the service has what is pasted or brought back. */
export const useAssetNodes = (editor: LexicalEditor, { uploads }: EditorAssets): void => {
  useEffect(() => {
    /** Where pasted assets lie in other documents, by hash: who may read there may bring them here. */
    const origins = new Map<string, string>();
    const notePasted = (event: unknown): boolean => {
      const html = event instanceof ClipboardEvent ? (event.clipboardData?.getData('text/html') ?? '') : '';
      for (const [address, hash] of assetAddressesIn(html, uploads.assets)) origins.set(hash, address);
      return false;
    };
    const ensure = (
      mutations: ReadonlyMap<string, NodeMutation>,
      { updateTags }: { updateTags: Set<string> },
    ): void => {
      if (updateTags.has(COLLABORATION_TAG)) return;
      for (const [key, mutation] of mutations) {
        if (mutation !== 'created') continue;
        const fields = editor.read(() => $assetAt(editor, key));
        if (fields) void uploads.ensure(fields.asset, fields.name, origins.get(fields.asset) ?? null);
      }
    };
    return mergeRegister(
      linkAssetsWith(editor, {
        addressOf: (hash) => uploads.assets.address(hash),
        assetAt: (address) => {
          const picture = pictureIn(address);
          return picture
            ? uploads.addNow(picture.bytes, { name: '', type: picture.type })
            : uploads.assets.hashIn(address);
        },
      }),
      editor.registerCommand(PASTE_COMMAND, notePasted, COMMAND_PRIORITY_CRITICAL),
      editor.registerNodeTransform(ImageNode, $liftOut),
      editor.registerNodeTransform(FileNode, $liftOut),
      editor.registerMutationListener(ImageNode, ensure, { skipInitialization: true }),
      editor.registerMutationListener(FileNode, ensure, { skipInitialization: true }),
    );
  }, [editor, uploads]);
};

const $assetAt = (editor: LexicalEditor, key: string): { readonly asset: string; readonly name: string } | null => {
  const node = editor.getEditorState()._nodeMap.get(key);
  if (!$isImageNode(node) && !$isFileNode(node)) return null;
  const { asset, name } = node.getFields();
  return asset === '' ? null : { asset, name };
};

/** Tells the others what this window is uploading, and tries again as soon as it is connected. */
export const usePublishedUploads = ({ uploads, connection }: EditorAssets): void => {
  useEffect(() => {
    const { awareness, status } = connection;
    const publish = (): void => {
      const hashes = [...uploads.items.value.values()]
        .filter(({ state }) => state.at !== 'refused')
        .map(({ hash }) => hash);
      const told: unknown = awareness.getLocalState()?.[UPLOADS_FIELD];
      const before = Array.isArray(told) ? told : [];
      if (hashes.join() !== before.join()) awareness.setLocalStateField(UPLOADS_FIELD, hashes);
    };
    publish();
    const stops = [
      uploads.items.subscribe(publish),
      status.subscribe(({ state }) => state === 'connected' && uploads.hurry()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [uploads, connection]);
};

import { $getEditor } from 'lexical';
import { $readAddress, type AssetLinks, addressOfAsset } from '../../content/nodes/asset-links.ts';

/** The addresses of this editor's pictures and files, for what is written and read within an update or a read. */
export const $assetLinks = (): AssetLinks => {
  const editor = $getEditor();
  return {
    addressOf: (hash) => addressOfAsset(editor, hash),
    assetAt: (address) => $readAddress(address).asset || null,
  };
};

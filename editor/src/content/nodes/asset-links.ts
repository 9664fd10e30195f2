import { $getEditor, type LexicalEditor } from 'lexical';
import { isAssetHash } from '../../protocol/index.ts';
import { isSafeAddress } from '../link-address.ts';

/** How the assets that a document refers to by their hash are named in HTML, which knows addresses only. */
export interface AssetLinks {
  /** Where the bytes are to be had. */
  addressOf(hash: string): string;
  /** The asset that an address means, `data:` addresses included, whose bytes it takes over; null where it means none. */
  assetAt(address: string): string | null;
}

const SCHEME = 'asset:';

/** Without a server there are no addresses: `asset:<hash>` is kept as it is, and read again. */
export const unresolvedAssets: AssetLinks = {
  addressOf: (hash) => `${SCHEME}${hash}`,
  assetAt: (address) => {
    const hash = address.startsWith(SCHEME) ? address.slice(SCHEME.length) : null;
    return isAssetHash(hash) ? hash : null;
  },
};

const links = new WeakMap<LexicalEditor, AssetLinks>();

/** Says where an editor's assets are; returns how to stop. */
export function linkAssetsWith(editor: LexicalEditor, assetLinks: AssetLinks): () => void {
  links.set(editor, assetLinks);
  return () => void links.delete(editor);
}

/** Where an asset of this editor is to be had. */
export function addressOfAsset(editor: LexicalEditor, hash: string): string {
  return (links.get(editor) ?? unresolvedAssets).addressOf(hash);
}

/** What an address in HTML or Markdown stands for: an asset, a page elsewhere, or nothing that can be referred to. */
export function $readAddress(address: string): { readonly asset: string; readonly url: string } {
  const asset = links.get($getEditor())?.assetAt(address) ?? unresolvedAssets.assetAt(address);
  return { asset: asset ?? '', url: asset === null ? webAddress(address) : '' };
}

/** The address where it is one of the web, else nothing: no other is ever shown or followed. */
export function webAddress(address: unknown): string {
  return typeof address === 'string' && /^https?:/i.test(address) && isSafeAddress(address) ? address : '';
}

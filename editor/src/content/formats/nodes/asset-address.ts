import type { AssetLinks } from '../../nodes/asset-links.ts';

/** What a document knows of an asset goes behind its address, where no server sees it: `…#name=cat.png&pixels=12x8`. */
export function addressWith(address: string, details: Readonly<Record<string, string>>): string {
  const said = Object.entries(details).filter(([, value]) => value !== '');
  return said.length === 0 ? address : `${address}#${new URLSearchParams(said)}`;
}

/** The asset that an address names, if it does, and what is said of it. */
export function readAddressWith(
  address: string,
  assets: AssetLinks,
): { readonly asset: string; readonly details: URLSearchParams } {
  const at = address.indexOf('#');
  const [bare, details] =
    at === -1 || address.startsWith('data:') ? [address, ''] : [address.slice(0, at), address.slice(at + 1)];
  const asset = assets.assetAt(bare);
  return { asset: asset ?? '', details: new URLSearchParams(asset === null ? '' : details) };
}

import type { Assets } from '../../client/index.ts';

/** The addresses in a page's source that name an asset of this service, of whatever document, with its hash. */
export const assetAddressesIn = (html: string, assets: Assets): ReadonlyMap<string, string> =>
  new Map(
    [...html.matchAll(/(?:src|href)="(https?:[^"#]{1,2000})/g)].flatMap(([, address = '']): [string, string][] => {
      const hash = assets.hashIn(address);
      return hash === null ? [] : [[address, hash]];
    }),
  );

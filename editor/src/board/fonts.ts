import { httpBase } from '../client/address.ts';
import { EXCALIDRAW_ASSETS } from './excalidraw-assets.ts';

declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string | string[];
  }
}

/**
 * Tells Excalidraw where its fonts are: at the service, unless the page has told it already. Has to be called before
 * Excalidraw is loaded.
 */
export const prepareFonts = (url: string): void => {
  window.EXCALIDRAW_ASSET_PATH ??= `${httpBase(url)}/${EXCALIDRAW_ASSETS}`;
};

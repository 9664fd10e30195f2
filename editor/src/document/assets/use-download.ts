import type { MouseEvent } from 'react';
import { useAssets } from './editor-assets.ts';

interface Download {
  readonly href: string;
  onClick(event: MouseEvent): void;
}

/** What a link does to save an asset; null where there is none. Its bytes are asked for when it is pressed. */
export const useDownload = (hash: string, name: string): Download | null => {
  const uploads = useAssets()?.uploads;
  if (uploads === undefined || hash === '') return null;
  const { assets } = uploads;
  const blob = uploads.blobOf(hash);
  return {
    href: assets.address(hash),
    onClick: (event) => {
      if (blob === null && assets.load === undefined) return;
      event.preventDefault();
      void Promise.resolve(blob ?? assets.load?.(hash))
        .then((bytes) => bytes && save(bytes, name))
        .catch(reportError);
    },
  };
};

const save = (bytes: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  // The browser has taken note of the address by then.
  setTimeout(() => URL.revokeObjectURL(link.href));
};

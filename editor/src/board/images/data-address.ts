import type { BinaryFileData, DataURL } from '@excalidraw/excalidraw/types';

/** Bytes as an address that holds them, of the type that the board says they have. */
export const dataAddressOf = (blob: Blob, type: string): Promise<DataURL> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result) as DataURL);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob.type === type ? blob : blob.slice(0, blob.size, type));
  });

/** The bytes that an address holds. Throws where it holds none. The page's policy forbids to fetch it. */
export const blobOf = (address: string, type: BinaryFileData['mimeType']): Blob => {
  const [, base64 = ''] = /^data:[^,]*;base64,(.*)$/s.exec(address) ?? [];
  if (base64 === '') throw new TypeError('this address holds no bytes');
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type });
};

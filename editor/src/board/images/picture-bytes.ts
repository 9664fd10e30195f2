import type { Uploads } from '../../client/index.ts';

/** The bytes of a board's picture: what this page has at hand, or what the service has. Rejects where neither has it. */
export const pictureBytes = async (uploads: Uploads, hash: string): Promise<Blob> => {
  const here = uploads.blobOf(hash);
  if (here !== null) return here;
  if (uploads.assets.load !== undefined) return uploads.assets.load(hash);
  const response = await fetch(uploads.assets.address(hash));
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.blob();
};

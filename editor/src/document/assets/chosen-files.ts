import type { Uploads } from '../../client/index.ts';
import type { Pixels } from '../../content/nodes/image-node.ts';

/** Pictures that every browser shows: what else is an image by its type is a file to download. */
const PICTURES: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/svg+xml',
];

/** For a file chooser. */
export const PICTURE_TYPES = PICTURES.join();

/** Why a file isn't taken. */
export type Refusal =
  | { readonly why: 'tooLarge'; readonly name: string; readonly maxSize: number }
  | { readonly why: 'noPicture' | 'unreadable'; readonly name: string };

export interface TakenFile {
  readonly hash: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  /** Null: it isn't a picture, or isn't to be one. */
  readonly pixels: Pixels | null;
}

export type Taken = { readonly file: TakenFile } | { readonly refusal: Refusal };

/** Looks at a file, and hands it to the uploads where nothing is wrong with it. Never rejects. */
export const takeFile = async (uploads: Uploads, file: File, asPicture: boolean): Promise<Taken> => {
  const { name, size, type } = file;
  // While the service can't be asked, it decides when the file gets there.
  const limits = await uploads.assets.limits().catch(() => null);
  if (limits !== null && size > limits.maxSize) return { refusal: { why: 'tooLarge', name, maxSize: limits.maxSize } };
  const isPicture = asPicture && PICTURES.includes(type);
  const pixels = isPicture ? await pixelsOf(file) : null;
  if (isPicture && pixels === null) return { refusal: { why: 'noPicture', name } };
  try {
    return { file: { hash: await uploads.add(file, name), name, size, type, pixels } };
  } catch {
    return { refusal: { why: 'unreadable', name } };
  }
};

/** As it will be shown; null where it can't be. An SVG may have no size of its own. */
export const pixelsOf = async (file: Blob): Promise<Pixels | null> => {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
};

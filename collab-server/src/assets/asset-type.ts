import { ProblemError } from '../api/problem.ts';

/** Pictures that every browser shows and none runs: the only assets served to be shown. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];
const SVG = 'image/svg+xml';
const UNKNOWN = 'application/octet-stream';
/** More pixels take gigabytes to unpack: a small file of them is made to hurt. */
const MOST_PIXELS = 200_000_000;

/** So many of an asset's first bytes are looked at: a photograph has its size behind all that the camera noted. */
export const HEAD_SIZE = 256 * 1024;

export const isPicture = (type: string): boolean => PICTURES.includes(type);

/** The media type to serve an asset with: what isn't a picture is bytes to whoever asks. */
export const servedType = (type: string): string => (isPicture(type) || type === SVG ? type : UNKNOWN);

interface Upload {
  /** First bytes; all of them where there are fewer than `HEAD_SIZE`. */
  readonly head: Uint8Array;
  /** Media type that the sender claims. */
  readonly claimed: string;
}

/** What the bytes are, whatever is claimed. Rejects with `ProblemError` where a picture is claimed that they aren't. */
export const typeOfAsset = async ({ head, claimed }: Upload): Promise<string> => {
  const { fileTypeFromBuffer } = await import('file-type');
  const found = (await fileTypeFromBuffer(head))?.mime ?? UNKNOWN;
  if (isPicture(found)) {
    await expectSoundPicture(head);
    return found;
  }
  const claim = claimed.split(';')[0]?.trim().toLowerCase() ?? '';
  if (claim === SVG && isSvg(head)) return SVG;
  if (claim === SVG || isPicture(claim)) throw new ProblemError(415, NOT_A_PICTURE);
  return found;
};

const NOT_A_PICTURE =
  'This file is no picture that can be shown, whatever its name says: use PNG, JPEG, GIF, WebP, AVIF or SVG.';

const expectSoundPicture = async (head: Uint8Array): Promise<void> => {
  const size = await sizeOf(head);
  if (size === null) {
    // Only of a whole file can be said that it is broken.
    if (head.byteLength < HEAD_SIZE) throw new ProblemError(415, NOT_A_PICTURE);
    return;
  }
  if (size.width * size.height > MOST_PIXELS) {
    throw new ProblemError(413, `This picture has too many pixels (${size.width} × ${size.height}): make it smaller.`);
  }
};

const sizeOf = async (head: Uint8Array): Promise<{ readonly width: number; readonly height: number } | null> => {
  const { imageSize } = await import('image-size');
  try {
    const { width, height } = imageSize(head);
    return width > 0 && height > 0 ? { width, height } : null;
  } catch {
    return null;
  }
};

/** What may stand before the root of an SVG: a declaration, comments, a document type. */
const PROLOGUE = /^(?:\s|<\?[^>]*>|<!--(?:(?!-->)[\s\S])*-->|<!doctype\s+svg[^>[]*>)/i;

const isSvg = (head: Uint8Array): boolean => {
  let text = new TextDecoder().decode(head.subarray(0, 16 * 1024));
  for (let before = PROLOGUE.exec(text); before !== null; before = PROLOGUE.exec(text)) {
    text = text.slice(before[0].length).trimStart();
  }
  return /^<svg[\s>]/i.test(text);
};

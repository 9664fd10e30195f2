/*
 * In the place of the part of Excalidraw that cuts a font down to the letters an SVG needs (vite/excalidraw.ts). Its fonts
 * come in pieces by ranges of letters, and only those that are needed get here: each goes in whole.
 */

/** Pieces of a string at a time: more arguments than that no function takes. */
const PIECE = 0x8000;

/** The bytes of a font as an address. */
export const toBase64 = async (bytes: ArrayBuffer): Promise<string> => {
  const all = new Uint8Array(bytes);
  let text = '';
  for (let at = 0; at < all.length; at += PIECE) text += String.fromCharCode(...all.subarray(at, at + PIECE));
  return `data:font/woff2;base64,${btoa(text)}`;
};

export const subsetToBase64 = toBase64;

/** What its worker is asked for, if there were one. */
export const Commands = {};

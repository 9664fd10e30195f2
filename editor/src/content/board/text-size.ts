/*
 * How large a text comes out on the canvas, where no canvas is there to measure it: by what letters are wide, rather a
 * little too much, since what a text is larger than its frame is cut off.
 */

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{1faff}]|[\u{20000}-\u{3fffd}]/u;
const NARROW = /[ijlftrI.,:;'!|()[\]`\s]/;

const widthOf = (letter: string): number => {
  if (WIDE.test(letter)) return 1.05;
  if (NARROW.test(letter)) return 0.4;
  return /[mwMW@%]/.test(letter) ? 0.95 : 0.64;
};

export interface Font {
  readonly fontSize: number;
  readonly lineHeight: number;
}

const lineWidth = (line: string, { fontSize }: Font): number =>
  [...line].reduce((sum, letter) => sum + widthOf(letter), 0) * fontSize;

/** In the board's own pixels. */
export const textSize = (text: string, font: Font): { readonly width: number; readonly height: number } => {
  const lines = text.split('\n');
  const width = Math.max(font.fontSize / 2, ...lines.map((line) => lineWidth(line, font)));
  return { width: Math.ceil(width), height: Math.ceil(lines.length * font.fontSize * font.lineHeight) };
};

/** Broken into lines of a width at most, between words where that can be. */
export const brokenText = (text: string, most: number, font: Font): string =>
  text
    .split('\n')
    .map((line) => brokenLine(line, most, font))
    .join('\n');

const brokenLine = (text: string, most: number, font: Font): string => {
  const lines: string[] = [];
  let line = '';
  // A word with the space behind it, or one letter of a script without spaces.
  for (const part of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []) {
    if (line !== '' && lineWidth((line + part).trimEnd(), font) > most) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += part;
  }
  return [...lines, line.trimEnd()].join('\n');
};

import type { Refusal } from './jobs.ts';

/** The text that a file holds, by its byte order mark or else as UTF-8; or where it stops being one. */
export function readBytes(bytes: Uint8Array): string | Refusal {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return new TextDecoder(utf16).decode(bytes);
  const nul = bytes.indexOf(0);
  if (nul !== -1) return { why: 'not-text', line: lineAt(bytes, nul) };
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { why: 'not-text', line: lineAt(bytes, firstInvalid(bytes)) };
  }
}

function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** By halves: whether a beginning is right says on which side the fault is. */
function firstInvalid(bytes: Uint8Array): number {
  let [right, wrong] = [0, bytes.length];
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (isValidStart(bytes.subarray(0, middle))) right = middle;
    else wrong = middle;
  }
  return right;
}

function isValidStart(bytes: Uint8Array): boolean {
  try {
    // What may still go on is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) if (bytes[i] === 0x0a) line++;
  return line;
}

/** A part of `size` bytes, `end` excluded; `whole` where none is asked for or understood, `none` where it isn't there. */
export type RequestedRange = { readonly start: number; readonly end: number } | 'whole' | 'none';

/** Reads a Range header (RFC 9110, 14.2). Of several ranges none is answered alone, which is allowed. */
export const requestedRange = (header: string | undefined, size: number): RequestedRange => {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '');
  if (match === null) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return 'whole';
    const length = Math.min(Number(last), size);
    return length > 0 ? { start: size - length, end: size } : 'none';
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'whole';
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  return start < size ? { start, end } : 'none';
};

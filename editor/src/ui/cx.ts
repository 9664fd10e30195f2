/** Joins class names and leaves out what isn't one. */
export const cx = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ');

const LIMIT = 255;
/** Control characters, and those that turn the direction of reading: `cod.exe` could pass for `exe.doc`. */
const DISGUISES = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** What means something to a file system or a shell somewhere. */
const SPECIAL = /[<>:"|?*]/g;

/** A file's name as people may see it and save it by: no path, nothing hidden, never empty. */
export const safeName = (name: string): string => {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(DISGUISES, '')
    .replace(SPECIAL, '_')
    .trim()
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '');
  return shortened(plain) || 'file';
};

/** The end of a long name says what it is. */
const shortened = (name: string): string => {
  const characters = [...name];
  if (characters.length <= LIMIT) return name;
  const extension = /\.[\p{L}\p{N}]{1,15}$/u.exec(name)?.[0] ?? '';
  return characters.slice(0, LIMIT - extension.length).join('') + extension;
};

const PROTOCOLS: readonly string[] = ['http:', 'https:', 'mailto:', 'tel:'];

/** Characters that a browser drops from an address before it reads the scheme, so that they can't hide one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const IGNORED = /[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]/g;

/** Whether following the address can do no more than open a page, a mail or a call. Relative addresses can't be told, and aren't. */
export const isSafeAddress = (address: string): boolean => {
  const bare = address.replace(IGNORED, '');
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(bare)?.[0].toLowerCase();
  return scheme !== undefined && PROTOCOLS.includes(scheme) && URL.canParse(bare);
};

const MAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/;
const PHONE = /^\+?\d[\d\s().-]{5,}$/;
const HOST = /^(localhost|[^\s/?#:@]+\.[^\s/?#:@]+)(:\d+)?([/?#]\S*)?$/i;

/** The address that somebody meant by what they typed, or null if it is none to link to. */
export const toAddress = (typed: string): string | null => {
  const text = typed.trim();
  if (isSafeAddress(text)) return text;
  if (MAIL.test(text)) return `mailto:${text}`;
  if (PHONE.test(text)) return `tel:${text.replace(/[^\d+]/g, '')}`;
  if (HOST.test(text) && isSafeAddress(`https://${text}`)) return `https://${text}`;
  return null;
};

/** For people: without what goes without saying. */
export const shortAddress = (address: string): string =>
  address.replace(/^(https?:\/\/(www\.)?|mailto:|tel:)/i, '').replace(/^([^/]+)\/$/, '$1');

/**
 * The address if a document may hold it: one that is safe to follow, or one without a scheme, such as `./page.md` or
 * `#part`, which leads nowhere here and says something elsewhere. Null for any other.
 */
export const keptAddress = (address: string): string | null => {
  const bare = address.replace(IGNORED, '');
  if (bare === '') return null;
  return isSafeAddress(address) || !/^[^/?#]*:/.test(bare) ? address.trim() : null;
};

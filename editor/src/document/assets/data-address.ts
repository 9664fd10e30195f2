/** What a `data:` address holds. */
interface Data {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Of more nobody would wait for the hash, and no service would take it. */
const LONGEST = 48 * 1024 * 1024;

/** Reads a `data:` address of a picture; null where it is none. */
export const pictureIn = (address: string): Data | null => {
  const comma = address.indexOf(',');
  const [, type = '', base64] = /^data:(image\/[\w.+-]+)(?:;[\w=-]+)*?(;base64)?$/i.exec(address.slice(0, comma)) ?? [];
  const body = address.slice(comma + 1);
  if (comma < 0 || type === '' || body.length > LONGEST) return null;
  try {
    const text = base64 ? atob(decodeURIComponent(body)) : null;
    const bytes = text === null ? new TextEncoder().encode(decodeURIComponent(body)) : latin1(text);
    return { type: type.toLowerCase(), bytes };
  } catch {
    return null;
  }
};

const latin1 = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
};

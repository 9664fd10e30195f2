/**
 * The page that a frame of ours is in. Only pages of the origins named to the service can be (frame-ancestors), so what
 * is told needs no other address; it never holds a token.
 */
const host = window.parent === window ? null : window.parent;

/** Whether there is one. */
export const isFramed = host !== null;

/** Tells it `{ type: 'cowrite:<name>', …detail }`. */
export const tellHost = (name: string, detail: object = {}): void =>
  host?.postMessage({ type: `cowrite:${name}`, ...detail }, '*');

/** How long it may take to answer, milliseconds. */
const PATIENCE = 10_000;

/** Asks it for a token; null where it has none to give in time. */
export const askForToken = (): Promise<string | null> =>
  new Promise((resolve) => {
    const end = (token: string | null): void => {
      window.removeEventListener('message', hear);
      clearTimeout(timer);
      resolve(token);
    };
    const hear = ({ source, data }: MessageEvent<unknown>): void => {
      const { type, token } = Object(data) as { readonly type?: unknown; readonly token?: unknown };
      if (source === host && type === 'cowrite:token' && typeof token === 'string') end(token);
    };
    const timer = setTimeout(() => end(null), PATIENCE);
    window.addEventListener('message', hear);
    tellHost('token-request');
  });

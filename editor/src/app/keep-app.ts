import { appFile } from './address.ts';

/** The cache of `service-worker.js`. */
const CACHE = 'cowrite-app';
/** After the page has loaded: what is opened on it needs the line, the disk and the processor first. Milliseconds. */
const WAIT = 4000;
/** And then whoever types: so long without a key is a pause, milliseconds. */
const PAUSE = 1000;

/**
 * Lets the browser open this app without the server from now on. What the page was loaded from before the service
 * worker came is handed to it here. Where the browser can't (private windows, no secure context) nothing changes.
 */
export const keepApp = async (): Promise<void> => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    const pause = pausesOfTyping();
    await sleep(WAIT);
    await pause();
    await navigator.serviceWorker.register(appFile('service-worker.js'));
    await navigator.serviceWorker.ready;
    const cache = await caches.open(CACHE);
    const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
    const files = loaded.filter(isAppFile);
    // One after the other, so that nobody's typing waits for all of it; the page last: where it is, all else is.
    for (const file of new Set([...files.map(({ href }) => href), appFile('')])) {
      await pause();
      if (!(await cache.match(file, { ignoreVary: true }))) await cache.add(file);
    }
  } catch {
    // It opens with the server, then, as it did before.
  }
};

const sleep = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/** Returns what resolves in the next pause of whoever types; at once where nobody does. */
const pausesOfTyping = (): (() => Promise<void>) => {
  let typedAt = -PAUSE;
  const onKey = (): void => {
    typedAt = performance.now();
  };
  addEventListener('keydown', onKey, { capture: true });
  return async () => {
    for (;;) {
      const rest = typedAt + PAUSE - performance.now();
      if (rest <= 0) return;
      await sleep(rest);
    }
  };
};

const isAppFile = ({ href }: URL): boolean =>
  href.startsWith(appFile('assets/')) || href === appFile('theme.js') || href === appFile('favicon.svg');

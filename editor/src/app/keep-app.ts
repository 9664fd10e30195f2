import { appFile } from './address.ts';

/** The cache of `service-worker.js`. */
const CACHE = 'cowrite-app';
/** After the page has loaded: what is opened on it needs the line, the disk and the processor first. Milliseconds. */
const WAIT = 4000;

/**
 * Lets the browser open this app without the server from now on. What the page was loaded from before the service
 * worker came is handed to it here. Where the browser can't (private windows, no secure context) nothing changes.
 */
export const keepApp = async (): Promise<void> => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await new Promise((resolve) => setTimeout(resolve, WAIT));
    await navigator.serviceWorker.register(appFile('service-worker.js'));
    await navigator.serviceWorker.ready;
    const cache = await caches.open(CACHE);
    const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
    const files = loaded.filter(isAppFile);
    const missing: string[] = [];
    for (const file of [appFile(''), ...files.map(({ href }) => href)])
      if (!(await cache.match(file, { ignoreVary: true }))) missing.push(file);
    await cache.addAll([...new Set(missing)]);
  } catch {
    // It opens with the server, then, as it did before.
  }
};

const isAppFile = ({ href }: URL): boolean =>
  href.startsWith(appFile('assets/')) || href === appFile('theme.js') || href === appFile('favicon.svg');

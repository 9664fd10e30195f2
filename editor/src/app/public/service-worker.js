// Keeps the app's own files in the browser, so that a page opens while the server or the network is away. Documents are
// kept by the app itself; nothing of the API is kept here.
const CACHE = 'cowrite-app';
/** Every address of the app gets the same page. */
const PAGE = '/';
/** The same file, whoever asks: the server's answers vary by the Origin header, which some requests of a page carry. */
const ANY = { ignoreVary: true };

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (pathname === '/theme.js' || pathname === '/favicon.svg') event.respondWith(newest(request));
});

/** The server's page where it answers, however it answers; the one it gave last where it doesn't. */
const page = async (request) => {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    const isApp = response.ok && response.headers.get('content-type')?.startsWith('text/html');
    if (isApp) await keepPage(cache, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(PAGE, ANY);
    if (kept) return kept;
    throw error;
  }
};

/** A new build's page names other files: those of the old one go. */
const keepPage = async (cache, response) => {
  const kept = await cache.match(PAGE, ANY);
  const text = await response.clone().text();
  if (kept && (await kept.text()) === text) return;
  if (kept) await forgetOthers(cache, text);
  await cache.put(PAGE, response);
};

const forgetOthers = async (cache, page) => {
  for (const request of await cache.keys()) {
    if (!page.includes(new URL(request.url).pathname)) await cache.delete(request);
  }
};

/** Its name changes with its content, so what is kept is never old. */
const asset = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, ANY);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
};

const newest = async (request) => {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request, ANY);
    if (kept) return kept;
    throw error;
  }
};

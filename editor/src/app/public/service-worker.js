// Keeps the app's own files in the browser, so that a page opens while the server or the network is away. Documents are
// kept by the app itself; nothing of the API is kept here.
const CACHE = 'cowrite-app';
/** Where the app is, behind whatever prefix. */
const BASE = new URL('./', self.location.href);
/** Every address of the app gets the same page. */
const PAGE = BASE.href;
/** The same file, whoever asks: the server's answers vary by the Origin header, which some requests of a page carry. */
const ANY = { ignoreVary: true };

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(BASE.href)) return;
  const file = request.url.slice(BASE.href.length);
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (file.startsWith('assets/')) event.respondWith(asset(request));
  else if (file === 'theme.js' || file === 'favicon.svg') event.respondWith(newest(request));
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
    if (kept) return new Response(await textOf(kept), { headers: kept.headers });
    throw error;
  }
};

/** A new build's page names other files: those of the old one go. */
const keepPage = async (cache, response) => {
  const kept = await cache.match(PAGE, ANY);
  const text = await textOf(response.clone());
  if (kept && (await textOf(kept)) === text) return;
  if (kept) await forgetOthers(cache, text);
  await cache.put(PAGE, response);
};

/**
 * The server names the app's files from where the page is, and for a document the editor's too; what is kept is one page
 * for all addresses.
 */
const textOf = async (response) =>
  (await response.text())
    .replace(/<link data-document [^>]*>\n/g, '')
    .replace(/(src|href)="(?:\.\/|(?:\.\.\/)+)/g, `$1="${BASE.pathname}`);

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

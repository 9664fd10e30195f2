/** A site whose pages may be shown in a frame. */
export interface EmbedProvider {
  readonly name: string;
  /** Where its frames come from; the page's policy allows no other. */
  readonly frames: string;
  /** Width over height of the frame; a number of pixels where it is as high at any width. */
  readonly shape: { readonly ratio: number } | { readonly height: number };
  /** Hosts of its pages, without `www.`. */
  readonly hosts: readonly string[];
  /** The path, from `frames` on, of the frame that shows a page; null for a page that can't be embedded. */
  readonly frameOf: (page: URL) => string | null;
}

const FILM = { ratio: 16 / 9 };
const PAPER = { height: 520 };

/** The parts of a path that a pattern finds, or null; patterns accept the letters of ids alone. */
const part = (page: URL, pattern: RegExp): readonly string[] | null => pattern.exec(page.pathname)?.slice(1) ?? null;

const seconds = (time: string | null): number => {
  const [, hours, minutes, rest] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(time ?? '') ?? [];
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0);
};

const youTube = (page: URL): string | null => {
  const id =
    page.hostname === 'youtu.be'
      ? part(page, /^\/([\w-]{6,20})$/)?.[0]
      : (part(page, /^\/(?:embed|shorts|live)\/([\w-]{6,20})/)?.[0] ?? page.searchParams.get('v'));
  if (!id || !/^[\w-]{6,20}$/.test(id)) return null;
  const start = seconds(page.searchParams.get('t') ?? page.searchParams.get('start'));
  return `/embed/${id}${start > 0 ? `?start=${start}` : ''}`;
};

const vimeo = (page: URL): string | null => {
  const found = part(page, /^\/(?:video\/|channels\/\w+\/)?(\d{5,12})(?:\/(\w+))?$/);
  const hash = found?.[1] ?? page.searchParams.get('h');
  return found ? `/video/${found[0]}?dnt=1${hash && /^\w+$/.test(hash) ? `&h=${hash}` : ''}` : null;
};

const figma = (page: URL): string | null => {
  const found = part(page, /^\/(file|design|board|proto|slides|deck)\/(\w{10,40})(?:\/|$)/);
  if (!found) return null;
  const node = page.searchParams.get('node-id');
  const kind = found[0] === 'file' ? 'design' : found[0];
  return `/${kind}/${found[1]}?embed-host=cowrite${node && /^[\w:-]+$/.test(node) ? `&node-id=${node}` : ''}`;
};

const googleDocs = (page: URL): string | null => {
  const form = part(page, /^\/forms\/d\/e\/([\w-]{10,120})/);
  if (form) return `/forms/d/e/${form[0]}/viewform?embedded=true`;
  const found = part(page, /^\/(document|spreadsheets|presentation)\/d\/((?:e\/)?[\w-]{10,120})/);
  if (!found) return null;
  return `/${found[0]}/d/${found[1]}/${found[0] === 'presentation' ? 'embed' : 'preview'}`;
};

const googleMaps = (page: URL): string | null => {
  const isMap = page.hostname.startsWith('maps.') || page.pathname.startsWith('/maps');
  if (!isMap) return null;
  const drawn = page.searchParams.get('pb');
  if (page.pathname === '/maps/embed' && drawn) return `/maps/embed?pb=${encodeURIComponent(drawn)}`;
  const at = /@(-?[\d.]+),(-?[\d.]+)(?:,(\d+)(?:\.\d+)?z)?/.exec(page.pathname);
  const place = /^\/maps\/(?:place|search)\/([^/@]+)/.exec(page.pathname)?.[1];
  const query = place ? decode(place) : (page.searchParams.get('q') ?? (at ? `${at[1]},${at[2]}` : null));
  if (!query) return null;
  return `/maps?output=embed&q=${encodeURIComponent(query)}${at?.[3] ? `&z=${at[3]}` : ''}`;
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const spotify = (page: URL): string | null => {
  const found = part(page, /^\/(?:intl-\w+\/)?(?:embed\/)?(track|album|playlist|episode|show|artist)\/(\w{10,40})/);
  return found ? `/embed/${found[0]}/${found[1]}` : null;
};

const codePen = (page: URL): string | null => {
  const found = part(page, /^\/([\w-]+)\/(?:pen|embed|full|details)\/(\w+)/);
  return found ? `/${found[0]}/embed/${found[1]}?default-tab=result` : null;
};

const bilibili = (page: URL): string | null => {
  const id = part(page, /^\/video\/(BV\w{8,14})/)?.[0] ?? page.searchParams.get('bvid');
  return id && /^BV\w{8,14}$/.test(id) ? `/player.html?bvid=${id}&autoplay=0` : null;
};

/** One pattern that gives an id, and where it goes. */
const byId =
  (pattern: RegExp, path: (id: string) => string) =>
  (page: URL): string | null => {
    const id = part(page, pattern)?.[0];
    return id ? path(id) : null;
  };

/** The allow-list: what a document may show of other sites, and nothing besides. */
export const EMBED_PROVIDERS: readonly EmbedProvider[] = [
  {
    name: 'YouTube',
    frames: 'https://www.youtube-nocookie.com',
    shape: FILM,
    hosts: ['youtube.com', 'm.youtube.com', 'music.youtube.com', 'youtu.be', 'youtube-nocookie.com'],
    frameOf: youTube,
  },
  {
    name: 'Vimeo',
    frames: 'https://player.vimeo.com',
    shape: FILM,
    hosts: ['vimeo.com', 'player.vimeo.com'],
    frameOf: vimeo,
  },
  {
    name: 'Loom',
    frames: 'https://www.loom.com',
    shape: FILM,
    hosts: ['loom.com'],
    frameOf: byId(/^\/(?:share|embed)\/([0-9a-f]{20,40})/, (id) => `/embed/${id}`),
  },
  {
    name: 'Bilibili',
    frames: 'https://player.bilibili.com',
    shape: FILM,
    hosts: ['bilibili.com', 'm.bilibili.com', 'player.bilibili.com'],
    frameOf: bilibili,
  },
  {
    name: 'Figma',
    frames: 'https://embed.figma.com',
    shape: PAPER,
    hosts: ['figma.com', 'embed.figma.com'],
    frameOf: figma,
  },
  {
    name: 'Miro',
    frames: 'https://miro.com',
    shape: PAPER,
    hosts: ['miro.com'],
    frameOf: byId(/^\/app\/(?:board|live-embed)\/([\w=-]{8,40})/, (id) => `/app/live-embed/${id}/`),
  },
  { name: 'CodePen', frames: 'https://codepen.io', shape: PAPER, hosts: ['codepen.io'], frameOf: codePen },
  {
    name: 'CodeSandbox',
    frames: 'https://codesandbox.io',
    shape: PAPER,
    hosts: ['codesandbox.io'],
    frameOf: byId(/^\/(?:s|embed)\/([\w-]+)/, (id) => `/embed/${id}`),
  },
  {
    name: 'Google Docs',
    frames: 'https://docs.google.com',
    shape: PAPER,
    hosts: ['docs.google.com'],
    frameOf: googleDocs,
  },
  {
    name: 'Google Drive',
    frames: 'https://drive.google.com',
    shape: PAPER,
    hosts: ['drive.google.com'],
    frameOf: byId(/^\/file\/d\/([\w-]{10,120})/, (id) => `/file/d/${id}/preview`),
  },
  {
    name: 'Google Maps',
    frames: 'https://www.google.com',
    shape: { height: 420 },
    hosts: ['google.com', 'maps.google.com'],
    frameOf: googleMaps,
  },
  {
    name: 'Spotify',
    frames: 'https://open.spotify.com',
    shape: { height: 152 },
    hosts: ['open.spotify.com'],
    frameOf: spotify,
  },
];

/** Where frames of a page may come from, as a content security policy names it. */
export const EMBED_ORIGINS: readonly string[] = EMBED_PROVIDERS.map(({ frames }) => frames);

/** What shows a page in a frame. */
export interface Embed {
  readonly provider: EmbedProvider;
  readonly source: string;
}

/** How an address is embedded, or null where it isn't on the allow-list. */
export const embedOf = (address: string): Embed | null => {
  const page = URL.canParse(address) ? new URL(address) : null;
  if (page === null || (page.protocol !== 'https:' && page.protocol !== 'http:')) return null;
  const host = page.hostname.replace(/^www\./, '');
  for (const provider of EMBED_PROVIDERS) {
    const path = provider.hosts.includes(host) ? provider.frameOf(page) : null;
    if (path !== null) return { provider, source: provider.frames + path };
  }
  return null;
};

/** The page that a frame in somebody's HTML shows, as far as its address says; else the frame's own. */
export const pageOfFrame = (source: string): string => {
  const video = /^https:\/\/www\.youtube(?:-nocookie)?\.com\/embed\/([\w-]{6,20})/.exec(source)?.[1];
  return video ? `https://www.youtube.com/watch?v=${video}` : source;
};

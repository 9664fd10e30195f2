import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin as PostcssPlugin } from 'postcss';
import type { Plugin, UserConfig } from 'vite';
import { excalidrawMended } from './vite/excalidraw.ts';
import { excalidrawInPages, excalidrawStyles } from './vite/excalidraw-in-pages.ts';

/** Where somebody else's page ends and ours begins. */
const SCOPE = '.cowrite';
/** Said of whole pages by the app's own styles. */
const OF_PAGES = /\/ui\/(?:tokens|base)\.css$/;

/**
 * Styles that leave the page they are in alone: what the app says of its page is said of `.cowrite`, and lengths that hang
 * on the root's font size can be told another.
 */
const scopedStyles: PostcssPlugin = {
  postcssPlugin: 'cowrite-scope',
  Once(root) {
    const isOfPages = OF_PAGES.test(root.source?.input.file ?? '');
    root.walkDecls((declaration) => {
      declaration.value = declaration.value.replace(
        /(?<![\w.#-])(-?\d*\.?\d+)rem\b/g,
        'calc($1 * var(--cowrite-rem, 1rem))',
      );
    });
    if (!isOfPages) return;
    root.walkRules((rule) => {
      rule.selectors = rule.selectors.map(scoped);
    });
  },
};

const scoped = (selector: string): string => {
  const ofPage = /^(?::root|body)(.*)$/.exec(selector);
  return ofPage ? `${SCOPE}${ofPage[1]}` : `:where(${SCOPE}) ${selector}`;
};

/** A script from another origin can start no worker from there but through one of its page's own. */
const workersFromElsewhere: Plugin = {
  name: 'cowrite-workers',
  enforce: 'post',
  transform: (code, id) =>
    /\/editor\/src\/.*\.ts$/.test(id) && code.includes('new Worker(')
      ? {
          code: `${code.replaceAll('new Worker(', '__cowriteWorker(')}
function __cowriteWorker(url, options) {
  const script = \`import \${JSON.stringify(url.href)}\`;
  const own = url.origin === location.origin ? url : URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return new Worker(own, options);
}
`,
          map: null,
        }
      : null,
};

/** What a page calls its focused element is, for all that is in a shadow root, the root's host. */
export const focusInShadowRoots: Plugin = {
  name: 'cowrite-focus',
  transform(code, id) {
    if (!/node_modules\/(?:@radix-ui|radix-ui|@floating-ui|tabbable)\//.test(id)) return null;
    const pattern = /\b(?:document|ownerDocument|globalThis\.document)\.activeElement\b/g;
    if (!pattern.test(code)) return null;
    return {
      code: `${code.replace(pattern, '__cowriteFocused()')}
function __cowriteFocused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}
`,
      map: null,
    };
  },
};

/** Stands for where the fonts will lie, until the styles are written: what is found by then is put into the styles whole. */
const FONTS = 'https://fonts.invalid/';
const FACES = /@font-face\s*{[^}]*}/g;

/**
 * Fonts as files beside the styles, fetched when a formula needs them. A browser takes no fonts from the styles of a
 * shadow root: they stand in `fonts.css` too, for the page.
 */
const fontsBeside: Plugin = {
  name: 'cowrite-fonts',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const needed = new Set<string>();
    const faces = new Set<string>();
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      const css = file.source.toString();
      for (const [, name = ''] of css.matchAll(/https:\/\/fonts\.invalid\/([\w.-]+)/g)) needed.add(name);
      file.source = css.replaceAll(FONTS, './fonts/');
      for (const [face] of file.source.matchAll(FACES)) faces.add(face);
    }
    for (const name of needed) {
      const path = fileURLToPath(new URL(`fonts/${name}`, import.meta.resolve('katex/dist/katex.min.css')));
      this.emitFile({ type: 'asset', fileName: `fonts/${name}`, source: readFileSync(path) });
    }
    this.emitFile({ type: 'asset', fileName: 'fonts.css', source: [...faces].join('\n') });
  },
};

/** Every browser that the rest runs in reads WOFF2. */
const formulaStyles: Plugin = {
  name: 'cowrite-formulas',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('katex.min.css')) return null;
    const woff2 = code.replace(/src:(url\([^)]+\.woff2\) format\("woff2"\))[^;}]*/g, 'src:$1');
    return { code: woff2.replace(/url\((?:\.\/)?fonts\//g, `url(${FONTS}`), map: null };
  },
};

const BOARD_STYLES = fileURLToPath(new URL('src/embed/excalidraw-styles.ts', import.meta.url));

/** What both libraries are built with; each adds its entry, and what it leaves out. */
export const libraryConfig: UserConfig = {
  // Beside the script, wherever that is.
  base: './',
  publicDir: false,
  worker: { format: 'es' },
  define: { 'process.env.NODE_ENV': '"production"' },
  css: { postcss: { plugins: [scopedStyles] } },
  plugins: [
    workersFromElsewhere,
    formulaStyles,
    fontsBeside,
    excalidrawMended(),
    excalidrawInPages(),
    excalidrawStyles([scopedStyles]),
  ],
  resolve: {
    alias: [
      // Its variant for browsers decodes through the page's DOM, which a worker doesn't have.
      {
        find: 'decode-named-character-reference',
        replacement: fileURLToPath(import.meta.resolve('decode-named-character-reference')),
      },
      { find: /^\.\/excalidraw-styles\.ts$/, replacement: BOARD_STYLES },
    ],
  },
};

/** `light-dark()` stays as written: its lowering doesn't survive custom properties across files. */
export const TARGET = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

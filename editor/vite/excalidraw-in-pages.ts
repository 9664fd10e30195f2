import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AcceptedPlugin, Plugin as PostcssPlugin } from 'postcss';
import postcss from 'postcss';
import type { Plugin } from 'vite';

const dist = dirname(fileURLToPath(import.meta.resolve('@excalidraw/excalidraw')));

/** Excalidraw as a guest in a page, and in a shadow root of it: what it says of the page, and asks of it, is of the board alone. */
const CHANGES: readonly (readonly [from: RegExp, to: string])[] = [
  // The page's language is its own.
  [/document\.documentElement\.dir=[\w$]+\.rtl\?"rtl":"ltr",document\.documentElement\.lang=[\w$]+\.code,/g, ''],
  // Dialogs and tooltips stand where its styles reach.
  [
    /([\w$]+)\?\.querySelector\(([\w$]+)\.parentSelector\):document\.body/g,
    '$1?.querySelector($2.parentSelector):__board.top($1)',
  ],
  [/document\.querySelector\((?="\.excalidraw-tooltip"|"\.Dialog"|"\.layer-ui__wrapper")/g, '__board.find('],
  [
    /document\.body\.appendChild\(([\w$]+)\),\1\.classList\.add\("excalidraw-tooltip"\)/g,
    '__board.top().appendChild($1),$1.classList.add("excalidraw-tooltip")',
  ],
  [/document\.getElementById\((this\.getFrameNameDOMId)/g, '__board.byId($1'],
  // What a page calls its focused element, an event's target or what lies under the pointer is, for all in a shadow root, its host.
  [/\b(?:window\.)?document\.activeElement\b/g, '__board.focused()'],
  [/document\.elementFromPoint\(/g, '__board.under('],
  [/!document\.documentElement\.contains\(([\w$]+)\.target\)/g, '!__board.target($1)?.isConnected'],
  [/(?<![\w$.])([\w$]+)\.target(?![\w$]|\s*=[^=])/g, '__board.target($1)'],
];

const HELPERS = `
const __board = {
  roots: () => [document, ...[...document.querySelectorAll('cowrite-board')].flatMap(({ shadowRoot }) => shadowRoot ?? [])],
  find: (selector) => __board.roots().reduce((found, root) => found ?? root.querySelector(selector), null),
  byId: (id) => __board.roots().reduce((found, root) => found ?? root.getElementById(id), null),
  top(element) {
    const root = (element ?? __board.focused())?.getRootNode();
    return root instanceof ShadowRoot ? root : document.body;
  },
  focused() {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  },
  under(x, y) {
    let element = document.elementFromPoint(x, y);
    for (let inner; ; element = inner) {
      inner = element?.shadowRoot?.elementFromPoint(x, y) ?? null;
      if (inner === null || inner === element) return element;
    }
  },
  target: (event) => event?.composedPath?.()[0] ?? event?.target,
};
`;

export const excalidrawInPages = (): Plugin => ({
  name: 'cowrite-excalidraw-in-pages',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/@excalidraw\/excalidraw\/dist\/prod\/(?:index|chunk-[\w]+)\.js$/.test(id)) return undefined;
    let mended = code;
    for (const [from, to] of CHANGES) mended = mended.replace(from, to);
    return mended === code ? undefined : { code: `${HELPERS}${mended}`, map: null };
  },
});

/** It says of directions that they are the page's; ours are from left to right. Its fonts come from the service, with the canvas. */
const asGuest: PostcssPlugin = {
  postcssPlugin: 'cowrite-excalidraw',
  Once(root) {
    root.walkAtRules('font-face', (face) => {
      face.remove();
    });
    root.walkRules((rule) => {
      const kept = rule.selectors.filter((selector) => !selector.includes('[dir=rtl]'));
      if (kept.length === 0) rule.remove();
      // As strong as they were.
      else {
        rule.selectors = kept.flatMap((each) =>
          each === ':root' ? [':root', ':host'] : each.replace(/:root\[dir=ltr\] (\.excalidraw)/g, '$1$1$1'),
        );
      }
    });
  },
};

/** Excalidraw's styles as a file of their own beside the scripts; `plugins` is what all of ours go through. */
export const excalidrawStyles = (plugins: AcceptedPlugin[]): Plugin => ({
  name: 'cowrite-excalidraw-styles',
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      // What it says to this build is none of the one that the page may have: that one has to bring the file along.
      if (chunk.type === 'chunk')
        chunk.code = chunk.code.replace(/\/\* @vite-ignore \*\/(?=\s*[`'"]\.\.\/board\.css)/g, '');
    }
    const from = join(dist, 'index.css');
    const { css } = await postcss([asGuest, ...plugins]).process(readFileSync(from, 'utf8'), { from });
    this.emitFile({ type: 'asset', fileName: 'board.css', source: css });
  },
});

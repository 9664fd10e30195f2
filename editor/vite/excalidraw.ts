import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { EXCALIDRAW_ASSETS } from '../src/board/excalidraw-assets.ts';

const dist = dirname(fileURLToPath(import.meta.resolve('@excalidraw/excalidraw')));
const fonts = join(dist, 'fonts');
const wholeFonts = fileURLToPath(new URL('../src/board/exchange/whole-fonts.ts', import.meta.url));

/** Something that Excalidraw does, and what it does in its place. */
interface Change {
  readonly what: string;
  /** In the modules that hold this, it has to be found. */
  readonly where: string;
  readonly from: RegExp;
  readonly to: string;
}

const CHANGES: readonly Change[] = [
  {
    what: 'looks for fonts that aren’t where it was told to at a CDN, of whose use nobody has to know',
    where: 'https://esm.sh/',
    from: /`https:\/\/esm\.sh\/\$\{[\s\S]*?\}\/dist\/prod\/`/,
    to: '(globalThis.EXCALIDRAW_ASSET_PATH ?? globalThis.location?.origin + "/")',
  },
  {
    what: 'gives people colours of its own making; they have one everywhere else, which as a ground for dark words is made lighter',
    where: '%37*10}, 100%, 83%)`',
    from: /(\([\w$]+,([\w$]+)\)=>)(`hsl\(\$\{Math\.abs\([^`]*\)%37\*10\}, 100%, 83%\)`)/,
    to: '$1$2?.color?.background?"color-mix(in srgb, "+$2.color.background+" 55%, white)":$3',
  },
  {
    what: 'remembers where an element ends by a version that stays when somebody else moves it',
    where: 'boundsCache.get(',
    from: /\.version===([\w$]+)\.version(&&![\w$]+\(\1\)\)return [\w$]+\.bounds)/,
    to: '.version===$1.versionNonce$2',
  },
  {
    what: 'remembers it under that version',
    where: 'boundsCache.set(',
    from: /(\.boundsCache\.set\(([\w$]+),\{version:)\2\.version,/,
    to: '$1$2.versionNonce,',
  },
  {
    what: 'looks at the order of all elements, twice each time some are shown, as if it were lost',
    where: 'boundsCache.get(',
    from: /([\w$]+)=([\w$]+)=>\{(?=let [\w$]+=[\w$]+\(\2\),[\w$]+=[\w$]+\(\2,[\w$]+\);for\(let\[[\w$]+,[\w$]+\]of [\w$]+\)[\w$]+\([\w$]+,[\w$]+,!1\);return \2\})/,
    to: '$1=$2=>{if($2.every((each,at)=>each.index&&(at===0||$2[at-1].index<each.index)))return $2;',
  },
  {
    what: 'makes a list of all that is dragged for each of them, although nothing is bound to most',
    where: 'boundsCache.get(',
    from: /(=\(([\w$]+),[\w$]+,[\w$]+\)=>\{)(?=let\{newSize:[\w$]+,simultaneouslyUpdated:[\w$]+\}=)/,
    to: '$1if(!$2.boundElements?.length)return;',
  },
  {
    what: 'takes all elements for others where some are shown moved',
    where: '"updateScene",',
    from: /("updateScene",[\w$]+\(([\w$]+)=>\{let ([\w$]+)=)([\w$]+\(\2\.elements\?\?\[\]\))(;.{0,600}?,\2\.elements&&)(this\.scene\.replaceAllElements\(\3\))/,
    to: '$1$2.inPlace?$2.elements:$4$5($2.inPlace?this.scene.triggerUpdate():$6)',
  },
  {
    what: 'draws its panels anew when anybody’s pointer moves, for a list of people that isn’t shown here',
    where: '{suggestedBindings:',
    from: /(\{suggestedBindings:[\w$]+,startBoundElement:[\w$]+,cursorButton:[\w$]+,)(?=scrollX:)/,
    to: '$1collaborators:_people,',
  },
  {
    what: 'draws its panels anew with each step of a drag, for a new list of no lines',
    where: '.editingFrame||',
    from: /this\.setState\(\{snapLines:([\w$]+)\}\)(?=,this\.state\.editingFrame\|\|)/,
    to: 'this.setState(last=>$1.length||last.snapLines.length?{snapLines:$1}:null)',
  },
  {
    what: 'calls parts of its panel dialogs, without a name',
    where: 'className:"color-picker-container"',
    from: /role:"dialog","aria-modal":"true",(?=className:"(?:color-picker-container|FontPicker__container)")/g,
    to: 'role:"group",',
  },
  {
    what: 'says of what stands around a button that it opens something',
    where: '"font-family-show-fonts"',
    from: /(\.Trigger,\{asChild:!0,children:)[\w$]+\("div",\{children:([\w$]+\([\w$]+,\{standalone:!0,[^{}]*testId:"font-family-show-fonts",[^{}]*onClick:\(\)=>\{\}\}\))\}\)/,
    to: '$1$2',
  },
  {
    what: 'writes beside a choice what it is, and not as its label',
    where: '"RadioGroup__choice"',
    from: /"div",(?=\{className:[\w$]+\("RadioGroup__choice")/,
    to: '"label",',
  },
  {
    what: 'gives a file’s name no label, and one button another than it reads',
    where: '"imageExportDialog.title.copyPngToClipboard"',
    from: /("ImageExportModal__preview__filename",[^}]*className:"TextInput",)([\s\S]{0,6000}?label:)([\w$]+)\("imageExportDialog\.title\.copyPngToClipboard"\)/,
    to: '$1"aria-label":$3("labels.fileTitle"),$2$3("imageExportDialog.button.copyPngToClipboard")',
  },
  {
    what: 'calls a button otherwise than it reads',
    where: 'className:"reset-zoom-button zoom-button"',
    from: /(appState:([\w$]+)\}\)=>[^;]{0,120}className:"reset-zoom-button zoom-button",title:[^,]+,"aria-label":)/,
    to: '$1($2.zoom.value*100).toFixed(0)+"% "+',
  },
  {
    what: 'cuts fonts down in a worker, by WebAssembly, which the page’s policy forbids',
    where: 'subset-worker.chunk.js',
    from: /typeof Worker<"u"/,
    to: 'false',
  },
];

/** Takes Excalidraw's ways to other hosts out, has it see what others move, shows people in their own colours, and lets it write SVGs under a strict policy. */
export const excalidrawMended = (): Plugin => ({
  name: 'cowrite-excalidraw',
  enforce: 'pre',

  resolveId(source, importer) {
    return /^\.\/subset-(?:shared|worker)\.chunk\.js$/.test(source) && importer?.includes('/@excalidraw/')
      ? wholeFonts
      : undefined;
  },

  transform(code, id) {
    if (!id.includes('/@excalidraw/excalidraw/dist/')) return undefined;
    let mended = code;
    for (const { what, where, from, to } of CHANGES) {
      if (!mended.includes(where)) continue;
      if (!from.test(mended)) this.error(`Excalidraw ${what}: in another way now`);
      mended = mended.replace(from, to);
    }
    return mended === code ? undefined : { code: mended, map: null };
  },
});

/** Puts Excalidraw's fonts beside the app. */
export const excalidrawFonts = (): Plugin => ({
  name: 'cowrite-excalidraw-fonts',

  async generateBundle() {
    for (const file of await readdir(fonts, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name);
      const fileName = `${EXCALIDRAW_ASSETS}fonts/${relative(fonts, path).split(sep).join('/')}`;
      this.emitFile({ type: 'asset', fileName, source: await readFile(path) });
    }
  },

  configureServer({ middlewares }) {
    middlewares.use(`/${EXCALIDRAW_ASSETS}fonts`, (request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://localhost');
      const [family = '', file = ''] = pathname.split('/').filter(Boolean).map(basename);
      createReadStream(join(fonts, family, file))
        .on('error', () => response.writeHead(404).end())
        .pipe(response);
    });
  },
});

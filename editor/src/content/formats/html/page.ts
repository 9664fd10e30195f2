import type { ElementContent } from 'hast';
import { h } from './element.ts';
import { htmlText } from './write.ts';

/** What a page needs to look decent wherever it is opened: nothing is fetched for it. */
const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 3rem auto; padding: 0 1.25rem; font: 1rem/1.65 system-ui, sans-serif; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.28; margin: 1.5em 0 .4em; }
pre { padding: .9em 1.1em; border-radius: 8px; background: rgb(127 127 127 / 12%); overflow-x: auto; tab-size: 2; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .88em; }
blockquote { margin: 1em 0; padding-left: 1.1em; border-left: 3px solid rgb(127 127 127 / 45%); }
table { border-collapse: collapse; margin: 1em 0; }
th, td { padding: .35em .7em; border: 1px solid rgb(127 127 127 / 45%); text-align: start; vertical-align: top; }
td > :first-child, th > :first-child { margin-top: 0; } td > :last-child, th > :last-child { margin-bottom: 0; }
img, iframe { max-width: 100%; height: auto; }
figure { margin: 1em 0; } figcaption { font-size: .88em; opacity: .75; }
hr { border: 0; border-top: 1px solid rgb(127 127 127 / 45%); margin: 2em 0; }
.contains-task-list { list-style: none; padding-left: 0; } .contains-task-list .contains-task-list { padding-left: 1.6em; }
[data-callout] { margin: 1em 0; padding: .7em 1.1em; border-radius: 8px; background: rgb(88 101 242 / 12%); }
[data-callout="tip"] { background: rgb(46 160 67 / 14%); } [data-callout="warning"] { background: rgb(210 153 34 / 16%); }
[data-callout="caution"] { background: rgb(248 81 73 / 14%); } [data-callout="important"] { background: rgb(163 113 247 / 15%); }
[data-inset] { margin-inline-start: calc(1.7em * var(--in, 1)); } [data-inset="2"] { --in: 2; } [data-inset="3"] { --in: 3; } [data-inset="4"] { --in: 4; }
[data-emoji]::before { content: attr(data-emoji) " "; }
[data-callout] > :first-child { margin-top: 0; } [data-callout] > :last-child { margin-bottom: 0; }
`;

/** A whole page that stands by itself. */
export function htmlPage(title: string, language: string, blocks: readonly ElementContent[]): string {
  const head = [
    h('meta', { charSet: 'utf-8' }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'generator', content: 'cowrite' }),
    h('title', {}, [{ type: 'text', value: title }]),
  ];
  const heading = title === '' ? '' : htmlText([h('h1', {}, [{ type: 'text', value: title }])]);
  const lines = blocks.map((block) => htmlText([block])).join('\n');
  return `<!doctype html>\n<html lang="${language.replace(/[^\w-]/g, '')}">\n<head>\n${head.map((each) => htmlText([each])).join('\n')}\n<style>${STYLE}</style>\n</head>\n<body>\n${heading}\n${lines}\n</body>\n</html>\n`;
}

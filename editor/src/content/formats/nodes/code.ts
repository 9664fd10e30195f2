import type { Element } from 'hast';
import type { Code } from 'mdast';
import { type ContentNode, plainText, textField } from '../content-node.ts';
import { attribute, childElements, elementText, h, hasClass } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';

export const codeFormat: NodeFormat = {
  type: 'code',
  markdown(node) {
    const code: Code = { type: 'code', lang: textField(node, 'language') || null, value: plainText(node) };
    return [code];
  },
  html(node) {
    const language = textField(node, 'language');
    const text = plainText(node);
    // The last newline only closes its line.
    const value = text.endsWith('\n') ? `${text}\n` : text;
    return [
      h('pre', {}, [
        h('code', language === '' ? {} : { className: [`language-${language}`] }, [{ type: 'text', value }]),
      ]),
    ];
  },
  rules: [
    {
      tag: 'pre',
      read(element, scope) {
        // In mail and chat `pre` is how text with its own line ends is sent, and holds whole pages.
        if (childElements(element).some(({ tagName }) => PAGE_PARTS.has(tagName))) return false;
        scope.block(codeOf(element, languageOf(element)));
        return true;
      },
    },
    {
      // GitHub says the language around it.
      tag: 'div',
      read(element, scope) {
        const language = languageIn(element);
        const pre = childElements(element).find(({ tagName }) => tagName === 'pre');
        if (language === undefined || pre === undefined) return false;
        scope.block(codeOf(pre, language));
        return true;
      },
    },
  ],
  handlers: {
    code(state, node: Code) {
      // Its own line end closes the last line, and isn't one more.
      const properties = node.lang ? { className: [`language-${node.lang}`] } : {};
      const element = h('pre', {}, [h('code', properties, [{ type: 'text', value: `${node.value}\n` }])]);
      state.patch(node, element);
      return element;
    },
  },
};

const PAGE_PARTS = new Set(['p', 'div', 'table', 'ul', 'ol', 'blockquote', 'h1', 'h2', 'h3']);

function codeOf(pre: Element, language: string): ContentNode {
  const text = withBreaks(pre).replace(/\r\n?/g, '\n');
  return {
    type: 'code',
    ...(language === '' ? {} : { language }),
    children: codeLines(text.endsWith('\n') ? text.slice(0, -1) : text),
  };
}

function withBreaks(element: Element): string {
  return element.children
    .map((child) => {
      if (child.type !== 'element') return elementText(child);
      return child.tagName === 'br' ? '\n' : withBreaks(child);
    })
    .join('');
}

function languageOf(pre: Element): string {
  const code = childElements(pre).find(({ tagName }) => tagName === 'code');
  for (const element of [code, pre]) {
    if (element === undefined) continue;
    const named = attribute(element, 'dataLanguage') ?? attribute(element, 'dataLang');
    if (named !== null) return named;
    const language = languageIn(element);
    if (language !== undefined) return language;
    if (hasClass(element, 'hljs')) return '';
  }
  return '';
}

/** As the names of an element's classes say it. */
function languageIn(element: Element): string | undefined {
  return (attribute(element, 'className') ?? '')
    .split(/\s+/)
    .map((name) => /^(?:language-|lang-|highlight-source-)(.+)$/.exec(name)?.[1])
    .find((language) => language !== undefined);
}

/** Text as the nodes of a block of code. */
export function codeLines(text: string): ContentNode[] {
  return text
    .split('\n')
    .flatMap((line, i): ContentNode[] => [
      ...(i > 0 ? [{ type: 'linebreak' }] : []),
      ...line
        .split('\t')
        .flatMap((part, j): ContentNode[] => [
          ...(j > 0 ? [{ type: 'tab', text: '\t' }] : []),
          ...(part === '' ? [] : [{ type: 'text', text: part }]),
        ]),
    ]);
}

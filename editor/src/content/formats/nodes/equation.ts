import type { Element } from 'hast';
import { type ContentNode, stateText } from '../content-node.ts';
import { attribute, elementText, findElement, h, hasClass } from '../html/element.ts';
import { mendDollars } from '../markdown/dollars.ts';
import type { HtmlRule, NodeFormat } from '../node-format.ts';

const equation = (type: string, tex: string): ContentNode => ({ type, $: { tex } });

const blockFormat: NodeFormat = {
  type: 'equation',
  markdown(node) {
    const tex = stateText(node, 'tex');
    return tex.trim() === '' ? null : [{ type: 'math', value: tex }];
  },
  html: (node) => [drawn('div', stateText(node, 'tex'), '$$')],
  rules: [
    {
      tag: 'div',
      read(element, scope) {
        const tex = attribute(element, 'dataEquation');
        if (tex === null) return false;
        scope.block(equation('equation', tex));
        return true;
      },
    },
    {
      tag: 'span',
      read(element, scope) {
        const tex = hasClass(element, 'katex-display') ? annotated(element) : null;
        if (tex === null) return false;
        scope.block(equation('equation', tex));
        return true;
      },
    },
  ],
  handlers: {
    math: (_state, { value }: { readonly value: string }) => drawn('div', value, '$$'),
    inlineMath: (_state, { value }: { readonly value: string }) => drawn('span', value, '$'),
  },
  readTree: mendDollars,
};

const readInline: HtmlRule['read'] = (element, scope) => {
  const isMath = element.tagName === 'math' || hasClass(element, 'katex');
  const tex = attribute(element, 'dataEquation') ?? (isMath ? annotated(element) : null);
  if (tex === null) return false;
  scope.inline(equation('inline-equation', tex));
  return true;
};

const inlineFormat: NodeFormat = {
  type: 'inline-equation',
  isInline: true,
  phrasing(node) {
    const tex = stateText(node, 'tex');
    // With a space at its edge a dollar is one of money.
    return tex === '' || tex !== tex.trim() || /[\r\n$]/.test(tex) ? null : [{ type: 'inlineMath', value: tex }];
  },
  html: (node) => [drawn('span', stateText(node, 'tex'), '$')],
  rules: [
    { tag: 'span', read: readInline },
    { tag: 'math', read: readInline },
  ],
};

export const EQUATION_FORMATS: readonly NodeFormat[] = [blockFormat, inlineFormat];

function drawn(tag: 'div' | 'span', tex: string, mark: string): Element {
  return h(tag, { dataEquation: tex }, [{ type: 'text', value: `${mark}${tex}${mark}` }]);
}

/** The TeX that KaTeX, and MathML in general, brings along. */
function annotated(element: Element): string | null {
  const annotation = findElement(
    element,
    (each) => each.tagName === 'annotation' && attribute(each, 'encoding') === 'application/x-tex',
  );
  return annotation === undefined ? null : elementText(annotation).trim();
}

import { createLowlight } from 'lowlight';
import { grammarsOf } from './grammars.ts';
import { TOKEN_KINDS, type TokenKind } from './token-kinds.ts';

const lowlight = createLowlight();

/** What highlight.js finds, as what we colour. */
const KIND_OF: Readonly<Record<string, TokenKind>> = {
  comment: 'comment',
  quote: 'comment',
  keyword: 'keyword',
  operator: 'keyword',
  'selector-tag': 'keyword',
  literal: 'constant',
  number: 'constant',
  symbol: 'constant',
  bullet: 'constant',
  string: 'string',
  regexp: 'string',
  char: 'string',
  link: 'string',
  subst: 'plain',
  title: 'name',
  section: 'name',
  function: 'name',
  'selector-id': 'name',
  'selector-class': 'name',
  type: 'type',
  built_in: 'type',
  class: 'type',
  name: 'tag',
  tag: 'plain',
  attr: 'attribute',
  attribute: 'attribute',
  property: 'attribute',
  variable: 'attribute',
  'template-variable': 'attribute',
  params: 'plain',
  meta: 'meta',
  doctag: 'meta',
  addition: 'added',
  deletion: 'removed',
};

interface Part {
  readonly type: string;
  readonly value?: string;
  readonly properties?: { readonly className?: unknown };
  readonly children?: readonly Part[];
}

/**
 * The tokens of a text, in order: three numbers each, where it begins, where it ends, and the place of its kind in
 * `TOKEN_KINDS`. None for a language without a grammar.
 */
export const tokensOf = async (language: string, text: string): Promise<Uint32Array> => {
  for (const [id, grammar] of await grammarsOf(language)) {
    if (!lowlight.registered(id)) lowlight.register(id, grammar);
  }
  if (!lowlight.registered(language)) return new Uint32Array();
  const tokens: number[] = [];
  let offset = 0;
  const walk = (parts: readonly Part[], kind: TokenKind): void => {
    for (const part of parts) {
      if (part.children) walk(part.children, kindOf(part) ?? kind);
      const end = offset + (part.value?.length ?? 0);
      if (kind !== 'plain' && end > offset) tokens.push(offset, end, TOKEN_KINDS.indexOf(kind));
      offset = end;
    }
  };
  walk(lowlight.highlight(language, text).children as readonly Part[], 'plain');
  return Uint32Array.from(tokens);
};

const kindOf = ({ properties }: Part): TokenKind | undefined => {
  const name: unknown = Array.isArray(properties?.className) ? properties.className[0] : undefined;
  return typeof name === 'string' ? KIND_OF[name.replace(/^hljs-/, '')] : undefined;
};

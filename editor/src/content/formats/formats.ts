import type { Root } from 'mdast';
import type { Handlers } from 'mdast-util-to-hast';
import type { HtmlRule, NodeFormat } from './node-format.ts';

/** The formats of all kinds of nodes, in the order in which their rules are asked. */
export interface Formats {
  readonly of: (type: string) => NodeFormat | undefined;
  readonly isInline: (type: string) => boolean;
  readonly rules: ReadonlyMap<string, readonly HtmlRule[]>;
  readonly handlers: Handlers;
  readTree(root: Root, source: string): void;
}

export function collectFormats(list: readonly NodeFormat[]): Formats {
  const byType = new Map(list.map((format) => [format.type, format]));
  const rules = new Map<string, HtmlRule[]>();
  for (const { rules: own = [] } of list) {
    for (const rule of own) rules.set(rule.tag, [...(rules.get(rule.tag) ?? []), rule]);
  }
  return {
    of: (type) => byType.get(type),
    isInline: (type) => byType.get(type)?.isInline === true,
    rules,
    readTree(root, source) {
      for (const format of list) format.readTree?.(root, source);
    },
    handlers: Object.assign({}, ...list.map(({ handlers }) => handlers ?? {})),
  };
}

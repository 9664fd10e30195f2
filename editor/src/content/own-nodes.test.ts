import { DecoratorNode } from 'lexical';
import { expect, test } from 'vitest';
import { readOwnNodes } from './own-nodes.ts';

class Stars extends DecoratorNode<unknown> {
  override $config() {
    return this.config('stars', { extends: DecoratorNode });
  }
}

class Callout extends DecoratorNode<unknown> {
  override $config() {
    return this.config('callout', { extends: DecoratorNode });
  }
}

test('a module’s nodes are taken as they are, formats or none', () => {
  const format = { type: 'stars', html: () => [] };
  expect(readOwnNodes({ nodes: [Stars] })).toEqual({ nodes: [Stars], formats: [] });
  expect(readOwnNodes({ nodes: [Stars], formats: [format] }).formats).toEqual([format]);
});

test.each([
  [{ x: 1 }, 'it has to export `nodes`'],
  [{ nodes: [{}] }, 'in `nodes` is [object Object], which is no class'],
  [{ nodes: [class Other {}] }, 'Other is no Lexical node of this copy of lexical'],
  [{ nodes: [Callout] }, 'documents have a node type callout already'],
  [{ nodes: [Stars], formats: {} }, '`formats` is no array'],
  [{ nodes: [Stars], formats: [{}] }, 'a format has no `type`'],
  [{ nodes: [Stars], formats: [{ type: 'stars' }] }, 'the format of stars has no function `html`'],
])('of a module that can’t be used it is said why: %o', (module, why) => {
  expect(() => readOwnNodes(module)).toThrow(why);
});

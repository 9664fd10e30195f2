import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocks, normal } from './documents.test.kit.ts';
import { fromHtml, toHtml } from './index.ts';

/** The address is its words, and somebody made the link themselves. */
const LINK_BY_HAND = {
  type: 'paragraph',
  children: [{ type: 'link', url: 'mailto:a@b.cd', children: [{ type: 'text', text: 'a@b.cd' }] }],
};

const RUNS = Number(process.env.FORMAT_RUNS ?? 150);

test('a document that went out as HTML comes back as it was', () => {
  fc.assert(
    fc.property(blocks, (document) => {
      const html = toHtml(document);
      expect(normal(fromHtml(html).blocks), html).toEqual(normal(document));
    }),
    { numRuns: RUNS, examples: [[[LINK_BY_HAND]]] },
  );
});

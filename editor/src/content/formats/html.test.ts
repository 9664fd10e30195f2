import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocks, normal } from './documents.test.kit.ts';
import { fromHtml, toHtml } from './index.ts';

const RUNS = Number(process.env.FORMAT_RUNS ?? 150);

test('a document that went out as HTML comes back as it was', () => {
  fc.assert(
    fc.property(blocks, (document) => {
      const html = toHtml(document);
      expect(normal(fromHtml(html).blocks), html).toEqual(normal(document));
    }),
    { numRuns: RUNS },
  );
});

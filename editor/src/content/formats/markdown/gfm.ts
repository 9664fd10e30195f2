import { gfmFromMarkdown } from 'mdast-util-gfm';

/**
 * GitHub's Markdown without a second look at words for addresses: it would find those that are escaped. The parser has
 * found the others.
 */
export const GFM = gfmFromMarkdown().map(({ transforms: _, ...extension }) => extension);

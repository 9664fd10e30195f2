import { matchesIn } from './pattern.ts';
import type { SearchRequest } from './pattern-search.ts';

self.onmessage = ({ data: { texts, pattern } }: MessageEvent<SearchRequest>) => {
  self.postMessage(texts.map((text) => matchesIn(text, pattern, true)));
};

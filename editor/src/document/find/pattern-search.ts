import { type Match, matchesIn, type Pattern } from './pattern.ts';

/** A regular expression that takes longer than this for a document goes astray, milliseconds. */
const PATIENCE = 2_000;

export class TooSlowError extends Error {}

export interface SearchRequest {
  readonly texts: readonly string[];
  readonly pattern: Pattern;
}

/**
 * Finds a regular expression in texts, in a thread of its own: somebody's pattern may take for ever, and then it is
 * given up, and the page has never waited. Rejects with a TooSlowError; with an AbortError if `signal` aborts.
 */
export const searchInWorker = ({ texts, pattern }: SearchRequest, signal: AbortSignal): Promise<Match[][]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./pattern-worker.ts', import.meta.url), { type: 'module' });
    const timer = setTimeout(() => end(() => reject(new TooSlowError(pattern.source))), PATIENCE);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      worker.terminate();
      settle();
    };
    const abort = () => end(() => reject(signal.reason));
    signal.addEventListener('abort', abort);
    worker.onmessage = ({ data }: MessageEvent<Match[][]>) => end(() => resolve(data));
    worker.onerror = (event) => end(() => reject(new Error(event.message)));
    const request: SearchRequest = { texts, pattern };
    worker.postMessage(request);
  });

/** Plain words are found in linear time, at once. */
export const searchHere = ({ texts, pattern }: SearchRequest): Match[][] =>
  texts.map((text) => matchesIn(text, pattern, false));

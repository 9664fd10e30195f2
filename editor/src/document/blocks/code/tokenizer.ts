export interface TokensRequest {
  readonly id: number;
  readonly language: string;
  readonly text: string;
}

export interface TokensAnswer {
  readonly id: number;
  /** As `tokensOf` has them. */
  readonly tokens: Uint32Array;
}

const waiting = new Map<number, (tokens: Uint32Array) => void>();
let worker: Worker | undefined;
let requests = 0;

/** The tokens of a text, as `tokensOf` has them, found in a thread that begins with the first that is asked for. */
export const askForTokens = (language: string, text: string): Promise<Uint32Array> => {
  worker ??= startWorker();
  requests++;
  const request: TokensRequest = { id: requests, language, text };
  worker.postMessage(request);
  return new Promise((resolve) => waiting.set(request.id, resolve));
};

const startWorker = (): Worker => {
  const started = new Worker(new URL('./tokens-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<TokensAnswer>) => {
    waiting.get(data.id)?.(data.tokens);
    waiting.delete(data.id);
  });
  started.addEventListener('error', () => {
    // It couldn’t be fetched: what waits stays uncoloured, and the next to ask starts another.
    for (const resolve of waiting.values()) resolve(new Uint32Array());
    waiting.clear();
    worker = undefined;
  });
  return started;
};

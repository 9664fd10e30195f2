import type { TokensAnswer, TokensRequest } from './tokenizer.ts';
import { tokensOf } from './tokens.ts';

/* Finds the tokens of code beside the page, so that a long text never holds up the typing of it. */

self.addEventListener('message', ({ data: { id, language, text } }: MessageEvent<TokensRequest>) => {
  const answer = (tokens: Uint32Array): void => self.postMessage({ id, tokens } satisfies TokensAnswer);
  // Code that can't be coloured is shown as it is.
  tokensOf(language, text).then(answer, () => answer(new Uint32Array()));
});

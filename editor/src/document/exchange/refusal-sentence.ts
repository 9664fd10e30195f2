import type { TFunction } from 'i18next';
import { RefusedError } from './work.ts';

/** Why a file or a text wasn't taken, and what to do about it. */
export const reasonOf = (error: unknown, t: TFunction): string => {
  if (!(error instanceof RefusedError)) return error instanceof Error ? error.message : String(error);
  const { refusal } = error;
  switch (refusal.why) {
    case 'too-large':
      return t('exchange.tooLarge', { size: inMegabytes(refusal.bytes), most: inMegabytes(refusal.most) });
    case 'unknown-format':
      return t('exchange.unknownFormat');
    case 'not-text':
      return t('exchange.notText', { line: String(refusal.line) });
    case 'unreadable':
      return t(refusal.reason === 'depth' ? 'exchange.tooDeep' : 'exchange.tooMuch');
  }
};

export const inMegabytes = (bytes: number): string =>
  `${(bytes / (1024 * 1024)).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`;

export const isCancelled = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

import type { LiveValueContent } from '../../protocol/index.ts';

/** As people of a language read it. */
export const valueText = (value: LiveValueContent, language: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  return new Intl.NumberFormat(language, { maximumFractionDigits: 4 }).format(value);
};

import { TEXT_TYPE_TO_FORMAT, type TextFormatType } from 'lexical';

/** The bit of each mark in a text's `format`. */
export const BITS: Readonly<Record<TextFormatType, number>> = TEXT_TYPE_TO_FORMAT as Record<TextFormatType, number>;

/** Outermost first, where two begin and end together. Code is innermost: Markdown has nothing inside it. */
const ORDER: readonly TextFormatType[] = [
  'highlight',
  'uppercase',
  'lowercase',
  'capitalize',
  'underline',
  'subscript',
  'superscript',
  'bold',
  'italic',
  'strikethrough',
  'code',
];

export function marksOf(format: number): readonly TextFormatType[] {
  return ORDER.filter((name) => format & BITS[name]);
}

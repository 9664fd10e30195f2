import { $patchStyleText } from '@lexical/selection';
import { $getSelection, $isRangeSelection, type LexicalEditor } from 'lexical';
import type { Color } from '../../content/blocks/color.ts';
import { type GROUND, type INK, styleValue } from '../../content/text-style.ts';

/** Colours the selected letters or the ground behind them, and what is typed next; null takes the colour away. */
export const setTextColor = (editor: LexicalEditor, property: typeof INK | typeof GROUND, color: Color | null): void =>
  editor.update(() => {
    const selection = $getSelection();
    if (!$isRangeSelection(selection)) return;
    $patchStyleText(selection, { [property]: color === null ? null : styleValue(property, color) });
  });

import {
  $createTextNode,
  $getNodeByKey,
  $getSelection,
  $isRangeSelection,
  $isTabNode,
  $isTextNode,
  $setSelection,
} from 'lexical';
import type { Match } from './pattern.ts';
import type { TextRun } from './text-runs.ts';

/** A match, and the text it is in. */
export interface Place {
  readonly run: TextRun;
  readonly match: Match;
}

/** Puts words in the place of a match, within an update. They look as the match's first letter does. */
export const $replace = ({ run, match }: Place, words: string): void => {
  const touched = run.parts.filter(({ start, length }) => start < match.to && match.from < start + length);
  let isFirst = true;
  for (const { key, start, length } of touched) {
    const node = $getNodeByKey(key);
    if (!$isTextNode(node)) continue;
    $letGoOf(key);
    const from = Math.max(0, match.from - start);
    const to = Math.min(length, match.to - start);
    const inserted = isFirst ? words : '';
    isFirst = false;
    if ($isTabNode(node)) {
      if (inserted !== '') node.insertBefore($createTextNode(inserted).setFormat(node.getFormat()));
      node.remove();
    } else if (inserted === '' && from === 0 && to === length) {
      node.remove();
    } else {
      node.spliceText(from, to - from, inserted);
    }
  }
};

/** Whether a text still is what it was when the match was found in it, as far as the match goes. */
export const $isAsRead = ({ run, match }: Place): boolean =>
  run.parts.every(({ key, start, length }) => {
    if (start >= match.to || start + length <= match.from) return true;
    const node = $getNodeByKey(key);
    const end = Math.min(match.to, start + length);
    return (
      $isTextNode(node) &&
      node.isAttached() &&
      node.getTextContent().slice(0, end - start) === run.text.slice(start, end)
    );
  });

/** A selection in a text that gets shorter would end behind it. */
const $letGoOf = (key: string): void => {
  const selection = $getSelection();
  if ($isRangeSelection(selection) && (selection.anchor.key === key || selection.focus.key === key))
    $setSelection(null);
};

/** What opens a list of suggestions as one types. */
export interface Trigger {
  /** Any of these opens it, where a word begins. */
  readonly characters: string;
  /** Letters of the query before anything is offered. Default 0. */
  readonly minLength?: number;
  /** Whether a query may have spaces in it, as names do. */
  readonly spaces?: boolean;
}

export interface TriggerMatch {
  /** Where the trigger's character stands. */
  readonly start: number;
  /** What was typed behind it. */
  readonly query: string;
}

const LONGEST_QUERY = 40;
/** Chinese and Japanese are written without spaces: there a word may begin anywhere. So it may behind an emoji. */
const WORD_START =
  /(^|[\s([{"'“‘«—–]|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303f\uff00-\uffef]|\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u20e3)$/u;
/** What a Chinese input method types for a slash is a comma as well, and so opens nothing behind a word. */
const COMMA = '、';

const startsWord = (before: string, character: string): boolean =>
  character === COMMA ? /(^|\s)$/.test(before) : WORD_START.test(before);

const isQuery = (query: string, spaces: boolean): boolean =>
  query.length <= LONGEST_QUERY && (spaces ? !/^\s|\s\s|\n/.test(query) : !/\s/.test(query));

/** The trigger nearest to the end of a text, if what stands behind it can be its query. */
export const findTrigger = ({ characters, spaces = false }: Trigger, text: string): TriggerMatch | null => {
  for (let start = text.length - 1; start >= 0 && start >= text.length - 1 - LONGEST_QUERY; start--) {
    const character = text.charAt(start);
    if (!characters.includes(character) || !startsWord(text.slice(0, start), character)) continue;
    const query = text.slice(start + 1);
    return isQuery(query, spaces) ? { start, query } : null;
  }
  return null;
};

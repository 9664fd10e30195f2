const LONGEST = 32;
const PICTURE = '\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?';
/** A flag by its letters, a key, or pictures joined into one, with the tags that make regional flags. */
const EMOJI = new RegExp(
  `^(?:\\p{Regional_Indicator}{2}|[0-9#*]\\ufe0f?\\u20e3|${PICTURE}(?:\\u200d${PICTURE})*[\\u{e0020}-\\u{e007f}]*)$`,
  'u',
);

/** Whether a value is one emoji, and not a text that somebody would have in its place. */
export const isEmoji = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST && EMOJI.test(value);
